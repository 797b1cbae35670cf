guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
substance paracetamol formula C8H9NO2
regimen r of paracetamol
  step 1: 500 mg to 1 g 2 times daily [r1]
  at most 4 g per day [r1]
pathway
  when pain:
    give r [r1]
