guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
pathway
  when creatinine_clearance under 15 mL/min:
    end
  decide by creatinine_clearance
    15 to under 60 mL/min:
      note "a"
    at least 60 mL/min:
      note "b"
