#! MG026 error 6:29
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no, valid 14
pathway
  when pain:
    advise "act" [r1]
