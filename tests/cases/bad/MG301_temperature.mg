#! MG301 error 8:22
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input temperature in Cel, plausible 25 to 45
pathway
  when temperature + 1 Cel over 38 Cel:
    advise "act" [r1]
