#! MG803 warning 10:28
#! MG803 warning 12:24
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
input potassium in mmol/L, plausible 1 to 10
pathway
  advise "rest and fluids" (strong, low) [r1]
  when potassium over 6 mmol/L:
    stop ramipril [r1] (strong, very low)
      differs from source "conditional" because "see the minutes"
