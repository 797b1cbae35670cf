#! MG800 warning 12:7
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input creatinine_clearance in mL/min, plausible 0 to 250
pathway
  decide by creatinine_clearance
    under 30 mL/min: [r1]
      advise "act"
    at least 30 mL/min:
      advise "wait"
