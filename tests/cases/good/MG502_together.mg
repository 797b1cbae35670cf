guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
substance paracetamol formula C8H9NO2
regimen r of paracetamol
  step 1:
    give 1 g of paracetamol 3 times daily [r1]
    give 500 mg of paracetamol at night [r1]
  at most 4 g per day [r1]
pathway
  when pain:
    give r [r1]
