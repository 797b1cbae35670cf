guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
table by age gives share
  under 40 years | 0.5
  40 to 64 years | 0.75
  at least 65 years | 1
pathway
  report share
