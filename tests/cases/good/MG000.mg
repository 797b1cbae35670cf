guideline g
  title   "Example"
  version 1.0.0
input sodium in mmol/L, plausible 110 to 170
input chloride in mmol/L, plausible 80 to 120
define difference: sodium - chloride
pathway
  decide by difference
    allow MG000 because "no difference is over 90 mmol/L"
    under 40 mmol/L:
      note "normal"
    40 to 95 mmol/L:
      note "high"
