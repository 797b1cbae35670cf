#! MG016 error 7:8
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input a number, plausible 0 to 9
define b: c + 1 [r1]
define c: b + 1
pathway
  report b, a
