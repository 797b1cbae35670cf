#! MG101 error 6:1
guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
table by creatinine_clearance gives share
  under 30 mL/min | 0.5
  60 to 250 mL/min | 1
pathway
  report share
