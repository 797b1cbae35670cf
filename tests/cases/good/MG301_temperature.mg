guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input temperature in Cel, plausible 25 to 45
pathway
  when (temperature in Cel) + 1 over 38:
    advise "act" [r1]
