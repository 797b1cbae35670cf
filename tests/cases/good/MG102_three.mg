guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 18 to 120
input sex one of male, female
pathway
  decide "Dose" by age, sex
    under 40 years    | male:
      note "full dose"
    40 to under 60 years | male:
      note "half dose"
    60 to under 65 years | male:
      note "quarter dose"
    any               | female:
      note "half dose of women"
    at least 65 years | male:
      note "half dose of the old"
