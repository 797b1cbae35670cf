guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
define share:
  1 when creatinine_clearance at least 30 mL/min
  0.5 when creatinine_clearance under 30 mL/min
pathway
  report share
