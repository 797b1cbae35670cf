guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input stage one of g1, g2
pathway
  decide by stage
    g1:
      advise "a" [r1]
    g2:
      advise "b" [r1]
