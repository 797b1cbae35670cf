guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input a number, plausible 0 to 9
define size:
  1 when a under 3 [r1]
  3 when a over 7
  2 otherwise
pathway
  report size
