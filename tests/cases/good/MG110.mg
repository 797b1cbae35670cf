guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input age in years whole, plausible 18 to 110
pathway
  when age under 65 years:
    advise "act" [r1]
