#! MG105 error 20:9
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
    at least 1:
      decide by risk
        1:
          note "b"
        2:
          note "c"
        over 2:
          note "d"
        unknown:
          note "e"
