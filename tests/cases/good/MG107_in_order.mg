guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
pathway
  # a row with another answer stands between
  decide by age first that applies
    under 2 years:
      note "half"
    under 3 years:
      note "three quarters"
    under 5 years:
      note "half"
    otherwise:
      note "whole"
