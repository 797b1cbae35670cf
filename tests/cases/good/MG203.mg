guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
input frail yes or no
pathway
  when frail and age at least 65 years:
    note "offer fluids every hour"
  when not frail and age at least 75 years:
    note "offer fluids every hour"
