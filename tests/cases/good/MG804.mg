guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
  population  "pregnant women"
  population differs because "our patients are anaemic more often"
  setting     "hospital"
pathway
  advise "rest" [r1]
