#! MG105 error 14:9
guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
pathway
  decide by creatinine_clearance
    under 30 mL/min:
      decide by creatinine_clearance
        under 20 mL/min:
          note "a"
        20 to under 60 mL/min:
          note "b"
        at least 60 mL/min:
          note "c"
    at least 30 mL/min:
      continue
