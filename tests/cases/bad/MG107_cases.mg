#! MG107 warning 8:3
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
input sex one of male, female
define share:
  0.5 when age under 12 years and sex is male
  0.75 when age at least 12 years and sex is male
  1 when age at least 12 years and sex is female
  0.5 when age under 12 years and sex is female
pathway
  report share
