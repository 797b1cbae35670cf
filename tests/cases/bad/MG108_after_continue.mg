#! MG108 error 9:5
guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
pathway
  when creatinine_clearance under 30 mL/min:
    continue
    note "a"
  note "b"
