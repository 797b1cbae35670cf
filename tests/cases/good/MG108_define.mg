guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
define low: creatinine_clearance under 30 mL/min
pathway
  when low:
    note "a"
