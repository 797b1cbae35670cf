guideline g
  title   "Example"
  version 1.0.0
  issued 2026-10-01
  review by 2027-10-01
source r1 "Reference 1"
input pain yes or no
pathway
  when pain:
    advise "act" [r1]
