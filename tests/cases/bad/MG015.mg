#! MG015 error 2:11
guideline g
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
pathway
  when pain:
    advise "act" [r1]
