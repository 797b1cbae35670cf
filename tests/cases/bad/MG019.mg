#! MG019 error 11:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input a one of x, y
input b one of x, y
table by a, b gives risk
  x | x | low
  x | y | middle
  y | high [r1]
pathway
  report risk
