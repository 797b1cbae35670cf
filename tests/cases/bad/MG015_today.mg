#! MG015 error 7:13
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input born date
define age: years since born
pathway
  when age over 80 years:
    advise "act" [r1]
