#! MG800 warning 7:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
pathway
  suggest "heat therapy"
  note "see [1]" [r1]
