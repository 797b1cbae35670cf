#! MG304 error 8:25
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg
input level in mmol/L of magnesium, plausible 0.1 to 6
define low: level under 1.4 mEq/L
pathway
  when low:
    advise "give magnesium" [r1]
