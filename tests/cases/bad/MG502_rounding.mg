#! MG502 error 10:11
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input weight in kg, plausible 3 to 150
input pain yes or no
substance paracetamol formula C8H9NO2
regimen r of paracetamol
  step 1: 15 mg/kg by weight rounded up to 250 mg 4 times daily [r1]
  at most 2.2 g [r1]
pathway
  when pain:
    give r [r1]
