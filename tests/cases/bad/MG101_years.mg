#! MG101 error 8:3
guideline g
  title   "Example"
  version 1.0.0
input born date
input today date
pathway
  decide "Age"
    years since born under 18 years:
      note "a"
    years since born 18 to under 65 years:
      note "b"
