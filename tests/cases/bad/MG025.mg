#! MG025 error 6:14
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input gfr in ml/mins, plausible 0 to 250
pathway
  when gfr under 20 mL/min:
    advise "act" [r1]
