guideline g
  title   "Example"
  version 1.0.0
substance magnesium formula Mg, charge 2
input level in mmol/L of magnesium, plausible 0.1 to 6
pathway
  decide by level
    at most 1.7 mg/dL:
      note "a"
    over 1.7 mg/dL:
      note "b"
