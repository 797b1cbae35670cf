guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance paracetamol formula C8H9NO2
regimen r of paracetamol
  step 1: 500 mg daily [r1]
  step 2 after 1 week: 2 tablets daily [r1]
pathway
  give r
