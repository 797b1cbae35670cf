#! MG029 error 7:34
guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
pathway
  decide by creatinine_clearance allow MG101 because "rare"
    under 30 mL/min:
      note "a"
    at least 30 mL/min:
      note "b"
