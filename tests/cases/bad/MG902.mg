#! MG902 warning 8:15
#! MG902 warning 8:33
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
pathway
  advise "use with caution, and monitor closely" [r1]
