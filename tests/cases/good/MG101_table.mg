guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
table by creatinine_clearance gives share
  under 30 mL/min | 0.5
  30 to 250 mL/min | 1
pathway
  report share
