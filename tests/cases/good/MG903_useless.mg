guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
input fever yes or no
pathway
  when pain and fever:
    advise "act" [r1]
