#! MG305 warning 9:20
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input level in mmol/L of magnesium, plausible 0.1 to 6
pathway
  when level under 70 mmol/L:
    advise "act" [r1]
