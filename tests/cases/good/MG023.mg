guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input gfr in mL/min, plausible 0 to 250
pathway
  when gfr 20 to 30 mL/min:
    advise "act" [r1]
