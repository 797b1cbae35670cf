#! MG804 warning 8:3
#! MG804 warning 10:27
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
  population  "pregnant women"
  population differs
  setting     "hospital"
  setting differs because " "
pathway
  advise "rest" [r1]
