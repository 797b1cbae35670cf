#! MG105 error 5:16
guideline g
  title   "Example"
  version 1.0.0
  applies when age under 18 years
input age in years whole, plausible 0 to 120
impossible when age under 18 years
pathway
  note "a"
