guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
input frail yes or no
pathway
  when age at least 65 years:
    decide by frail
      yes:
        note "half the dose"
      no:
        note "three quarters of the dose"
