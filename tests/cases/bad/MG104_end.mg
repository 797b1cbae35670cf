#! MG104 error 7:3
guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
pathway
  decide by creatinine_clearance
    over 0 to 30 mL/min:
      note "a"
    over 30 mL/min:
      note "b"
