guideline g
  title   "Example"
  version 1.0.0
input born date
input today date
pathway
  decide "Age"
    years since born under 18 years:
      note "a"
    years since born at least 18 years:
      note "b"
