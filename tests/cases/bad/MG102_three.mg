#! MG102 error 13:5
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 18 to 120
input sex one of male, female
pathway
  decide "Dose" by age, sex
    under 65 years    | male:
      note "full dose"
    under 65 years    | male:
      note "half dose"
    under 65 years    | male:
      note "quarter dose"
    any               | female:
      note "half dose of women"
    at least 65 years | male:
      note "half dose of the old"
