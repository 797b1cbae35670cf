#! MG306 warning 8:43
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input level in mmol/L of magnesium, plausible 0.1 to 6
define low: level under 0.70 mmol/L (also 1.7 mg/dL)
pathway
  when low:
    advise "give magnesium" [r1]
