#! MG103 error 10:5
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
pathway
  decide by age
    under 66 years:
      note "a"
    at least 65 years:
      note "b"
