guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
input potassium in mmol/L, plausible 1 to 10
pathway
  advise "rest and fluids" (conditional, low) [r1]
  suggest "sleep" (strong, moderate) [r1]
  when potassium over 6 mmol/L because "it may stop the heart":
    stop ramipril [r1] (strong, very low)
  advise "measure potassium today" (strong, low) [r1]
    because "a high level kills without a sign"
