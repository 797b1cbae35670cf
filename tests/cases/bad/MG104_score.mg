#! MG104 error 11:3
guideline g
  title   "Example"
  version 1.0.0
input confusion yes or no
input age in years whole, plausible 0 to 120
score risk
  1 when confusion
  1 when age at least 65 years
pathway
  decide by risk
    0:
      note "a"
    1:
      note "b"
