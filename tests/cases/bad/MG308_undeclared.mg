#! MG308 warning 17:7
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance dextrose formula C6H12O6
input glucose in mmol/L, plausible 1 to 60
pathway
  decide by glucose
    unknown:
      order glucose [r1]
    under 10 mmol/L:
      give 15 g of dextrose [r1]
    10 to under 15 mmol/L:
      give 10 g of dextrose [r1]
    at least 15 mmol/L:
      give 100 mL of dextrose [r1]
