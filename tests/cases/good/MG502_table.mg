guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input weight in kg, plausible 3 to 150
input pain yes or no
substance paracetamol formula C8H9NO2
table by weight gives single [r1]
  under 40 kg        | 250 mg
  40 to under 60 kg  | 500 mg
  at least 60 kg     | 15 mg/kg * weight
regimen r of paracetamol
  step 1: single of paracetamol 4 times daily [r1]
  at most 9 g per day [r1]
pathway
  when pain:
    give r [r1]
