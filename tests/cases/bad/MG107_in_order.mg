#! MG107 warning 8:5
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
pathway
  decide by age first that applies
    under 2 years:
      note "half"
    under 5 years:
      note "half"
    under 12 years:
      note "three quarters"
    otherwise:
      note "half"
