guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
source r2 "Reference 2"
claim "rest helps" supported by r2
pathway
  advise "rest" [r1]
