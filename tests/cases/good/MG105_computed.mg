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
    under 2:
      note "a"
    at least 2:
      decide by risk
        2:
          note "b"
