#! MG001 error 6:22
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input gfr in mL/min, plausibel 0 to 250
pathway
  when gfr under 20 mL/min:
    advise "act" [r1]
