guideline g
  title   "Example"
  version 1.0.0
input falls count, plausible 0 to 20
pathway
  decide by falls
    0:
      note "a"
    1 to 20:
      note "b"
