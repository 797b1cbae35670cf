#! MG807 warning 6:1
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
source r2 "Reference 2"
pathway
  advise "rest" [r1]
