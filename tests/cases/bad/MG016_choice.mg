#! MG016 error 10:8
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input a number, plausible 0 to 9
table by a gives x
  under 3 | y
  at least 3 | 2 [r1]
define y: x + 1
pathway
  report x
