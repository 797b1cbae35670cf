#! MG111 error 7:3
guideline g
  title   "Example"
  version 1.0.0
input level in mmol/L, plausible 0.1 to 6
pathway
  decide by level
    at most 0.69 mmol/L:
      note "a"
    at least 0.70 mmol/L:
      note "b"
