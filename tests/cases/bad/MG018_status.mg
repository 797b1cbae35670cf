#! MG018 error 5:10
guideline g
  title   "Example"
  version 1.0.0
  status activ
source r1 "Reference 1"
input pain yes or no
pathway
  when pain:
    advise "act" [r1]
