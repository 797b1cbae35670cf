guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
input frail yes or no
pathway
  # they overlap, and neither holds the other
  decide
    frail:
      note "with care"
    age at least 80 years:
      note "with care"
    age under 80 years and not frail:
      note "as usual"
