guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
substance paracetamol formula C8H9NO2
input fever yes or no
regimen r of paracetamol
  step 1: 1 g 4 times daily [r1]
  at most 4 g per day [r1]
pathway
  when pain:
    give r [r1]
  when fever and not pain:
    give 500 mg of paracetamol daily [r1]
