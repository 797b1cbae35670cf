#! MG105 warning 14:5
guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
pathway
  when creatinine_clearance is unknown:
    end
  decide by creatinine_clearance
    under 30 mL/min:
      note "a"
    at least 30 mL/min:
      note "b"
    unknown:
      note "c"
