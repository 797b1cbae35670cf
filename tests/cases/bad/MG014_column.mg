#! MG014 error 9:12
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input sex one of male, female
table by sex gives factor
  male | 1.2
  female | "low" [r1]
pathway
  report factor
