#! MG301 error 8:18
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input gfr in mL/min, plausible 0 to 250
pathway
  when gfr under 30 mL/min/1.73 m²:
    advise "act" [r1]
