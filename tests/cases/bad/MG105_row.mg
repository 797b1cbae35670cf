#! MG105 error 8:3
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
impossible when age under 18 years
table by age gives share
  under 18 years | 0.5
  18 to under 65 years | 0.75
  at least 65 years | 1
pathway
  report share
