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
      give 7 to 9 units of insulin [r1]
    at least 15 mmol/L:
      give 12 units of insulin in 4 mL [r1]
