guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance insulin, in unit
pathway
  advise "10 units of insulin daily" [r1]
