guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain one of mild, severe
pathway
  when pain is severe:
    advise "act" [r1]
