#! MG011 error 8:8
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input age in years whole, plausible 0 to 120
pathway
  when agee under 18 years:
    advise "a" [r1]
  when agee over 80 years:
    advise "b" [r1]
  when agee under 5 years:
    advise "c" [r1]
