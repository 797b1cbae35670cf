guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input sex one of male = 1, female = 1
score risk [r1]
  add sex
pathway
  report risk
