#! MG203 warning 6:1
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
input sex one of male, female, other
define old any of:
  age at least 65 years and sex is male, other
  age over 64 years and sex is female
pathway
  report old
