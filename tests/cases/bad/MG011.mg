#! MG011 error 7:13
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input level in mmol/L, plausible 0.1 to 6
define low: levle under 0.7 mmol/L
pathway
  when low:
    advise "give magnesium" [r1]
