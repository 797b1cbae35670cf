#! MG104 error 9:3
guideline g
  title   "Example"
  version 1.0.0
input sodium in mmol/L, plausible 110 to 170
input chloride in mmol/L, plausible 80 to 120
define difference: sodium - chloride
pathway
  decide by difference
    under 40 mmol/L:
      note "normal"
    over 40 mmol/L:
      note "high"
