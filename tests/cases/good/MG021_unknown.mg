guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
pathway
  decide
    pain:
      advise "a" [r1]
    not pain:
      advise "b" [r1]
    unknown:
      order pain [r1]
