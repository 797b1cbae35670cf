#! MG014 error 8:8
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input diuretics any of loop, thiazide
pathway
  when diuretics is loop:
    advise "act" [r1]
