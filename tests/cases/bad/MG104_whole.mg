#! MG104 error 7:3
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
pathway
  decide by age
    under 65 years:
      note "a"
    over 65 years:
      note "b"
