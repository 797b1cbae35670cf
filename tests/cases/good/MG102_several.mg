guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 18 to 120
input creatinine_clearance in mL/min, plausible 0 to 250
pathway
  decide "Dose" by age, creatinine_clearance
    under 65 years     | at least 30 mL/min:
      note "full dose"
    at least 65 years  | at least 30 mL/min:
      note "three quarters of the dose"
    any                | under 30 mL/min:
      note "half dose"
