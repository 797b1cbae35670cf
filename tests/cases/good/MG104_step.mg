guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
regimen pressure of ramipril
  step 1: 2.5 mg daily [r1]
  step 2 after 2 weeks: 5 mg daily [r1]
pathway
  give pressure [r1]
  decide by pressure step
    0, 1:
      note "a"
    2:
      note "b"
