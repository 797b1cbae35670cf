#! MG102 error 14:5
#! MG102 error 16:5
#! MG102 error 16:5
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 18 to 120
input creatinine_clearance in mL/min, plausible 0 to 250
input sex one of male, female
pathway
  decide "Dose"
    age at least 65 years:
      note "age"
    creatinine_clearance under 30 mL/min:
      note "kidneys"
    sex is female:
      note "women"
    otherwise:
      note "full dose"
