guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance insulin, in unit
input dose_now in unit of insulin, plausible 0 to 100
input pain yes or no
pathway
  when dose_now over 10 unit and pain:
    advise "act" [r1]
