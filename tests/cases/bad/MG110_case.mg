#! MG110 error 11:7
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input age in years whole, plausible 18 to 110
pathway
  when age over 60 years:
    advise "act" [r1]
case "one"
  age 130 years
  expect advise "act"
