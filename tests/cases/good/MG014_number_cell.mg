guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input gfr in mL/min, plausible 0 to 250
input stage one of g1, g2
pathway
  when stage is g1:
    suggest "c" [r1]
  decide by gfr
    under 20 mL/min:
      advise "a" [r1]
    at least 20 mL/min:
      advise "b" [r1]
