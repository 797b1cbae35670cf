#! MG109 warning 5:16
guideline g
  title   "Example"
  version 1.0.0
  applies when age at least 18 years or age under 40 years or age is unknown
input age in years whole, plausible 0 to 120
input frail yes or no
pathway
  when frail or age over 80 years:
    note "with care"
