#! MG014 error 11:8
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
pathway
  when pain:
    advise "act" [r1]
case "one"
  pain 5
  expect advise "act"
