#! MG022 error 6:13
guideline g
  title   "Example"
  version 1.0.0
  issued 2029-11-22
  review by 2028-11-22
source r1 "Reference 1"
input pain yes or no
pathway
  when pain:
    advise "act" [r1]
