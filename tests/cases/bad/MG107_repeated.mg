#! MG107 warning 11:5
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
input frail yes or no
pathway
  decide
    age at least 65 years or frail:
      note "with care"
    age at least 80 years:
      note "with care"
    age under 65 years and not frail:
      note "as usual"
