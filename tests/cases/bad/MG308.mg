#! MG308 error 16:7
#! MG308 error 18:7
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance insulin, in unit
input glucose in mmol/L, plausible 1 to 60
pathway
  decide by glucose
    unknown:
      order glucose [r1]
    under 10 mmol/L:
      give 5 units of insulin [r1]
    10 to under 15 mmol/L:
      give 5 mg of insulin [r1]
    at least 15 mmol/L:
      give 4 mL of insulin [r1]
