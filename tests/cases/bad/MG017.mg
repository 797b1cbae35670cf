#! MG017 error 8:8
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input age in years whole, plausible 0 to 120
pathway
  when age:
    advise "act" [r1]
