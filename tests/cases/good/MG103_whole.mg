guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
pathway
  decide by age
    at most 64 years:
      note "a"
    at least 65 years:
      note "b"
