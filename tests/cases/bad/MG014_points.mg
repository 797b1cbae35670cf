#! MG014 error 8:7
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input sex one of male, female
score risk [r1]
  add sex
pathway
  report risk
