#! MG101 error 8:1
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 18 to 120
input creatinine_clearance in mL/min, plausible 0 to 250
input sex one of male, female
table by age, creatinine_clearance, sex gives strength
  under 65 years    | at least 60 mL/min | any    | 20 mg
  under 65 years    | under 60 mL/min    | male   | 15 mg
  at least 65 years | at least 60 mL/min | female | 10 mg
  at least 65 years | under 60 mL/min    | any    | 5 mg
pathway
  report strength
