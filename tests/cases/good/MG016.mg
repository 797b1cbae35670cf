guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input a number, plausible 0 to 9
define b: c + 1 [r1]
define c: a + 1
pathway
  report b, a
