guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
input potassium in mmol/L, plausible 1 to 10
regimen ace "Ramipril" of ramipril
  step 1: 2.5 mg daily [r1]
  hold while potassium over 6 mmol/L [r1]
pathway
  give ace [r1]
  when potassium over 5.5 mmol/L:
    note "less potassium" [r1]
