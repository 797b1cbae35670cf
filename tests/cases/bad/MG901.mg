#! MG901 error 9:11
#! MG901 warning 9:27
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance insulin, in unit
pathway
  advise "10 U of insulin QD" [r1]
