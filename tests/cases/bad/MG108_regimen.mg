#! MG108 warning 7:1
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
regimen pressure of ramipril
  step 1: 2.5 mg daily [r1]
pathway
  note "a"
