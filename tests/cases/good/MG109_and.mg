guideline g
  title   "Example"
  version 1.0.0
  applies when age at least 18 years
input age in years whole, plausible 0 to 120
input frail yes or no
pathway
  decide "Age" by age
    at least 65 years:
      when frail and age at least 80 years:
        note "with care"
    under 65 years:
      note "as usual"
