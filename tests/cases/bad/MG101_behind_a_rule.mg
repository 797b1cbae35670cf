#! MG401 error 13:3
#! MG101 error 14:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
input creatinine_clearance in mL/min, plausible 0 to 250
input age in years whole, plausible 18 to 120
pitfall "Kidneys first" [r1]
  never give ramipril when creatinine_clearance under 30 mL/min
pathway
  give 2.5 mg of ramipril daily [r1]
  decide by age
    under 65 years:
      note "a"
    70 to 120 years:
      note "b"
