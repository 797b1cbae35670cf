#! MG501 warning 10:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
substance paracetamol formula C8H9NO2
regimen r of paracetamol
  step 1: 1 g 4 times daily [r1]
  step 2 after 2 d when pain: 500 mg 4 times daily [r1]
  then after 2 d: refer to "a specialist" [r1]
pathway
  when pain:
    give r [r1]
