#! MG903 warning 9:8
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
input fever yes or no
pathway
  when pain or fever and pain:
    advise "act" [r1]
