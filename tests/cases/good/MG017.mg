guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input age in years whole, plausible 0 to 120
pathway
  when age over 80 years:
    advise "act" [r1]
