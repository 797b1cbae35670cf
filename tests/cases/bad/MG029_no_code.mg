#! MG029 error 8:5
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
pathway
  suggest "heat therapy" [r1]
    allow MG999 because "a slip"
