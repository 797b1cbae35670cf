#! MG502 error 11:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance calcium_gluconate formula C12H22CaO14
input ecg_changes yes or no
input weight in kg, plausible 3 to 100
regimen calcium of calcium_gluconate
  step 1: 50 mg/kg by weight at most 3 g in 30 mL over 10 min [r1]
  step 2 after 23 h when ecg_changes: 2 g in 20 mL over 10 min [r1]
  then after 10 min when ecg_changes: refer to "critical care" [r1]
  at most 4 g of calcium_gluconate per day [r1]
pathway
  when ecg_changes:
    give calcium [r1]
