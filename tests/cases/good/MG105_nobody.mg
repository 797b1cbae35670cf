guideline g
  title   "Example"
  version 1.0.0
  applies when age under 19 years
input age in years whole, plausible 0 to 120
impossible when age under 18 years
pathway
  note "a"
