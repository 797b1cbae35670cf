guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance calcium formula Ca, charge 2
substance calcium_gluconate formula C12H22CaO14, gives 1 calcium
input broad_qrs yes or no
pathway
  when broad_qrs: give 1 g of calcium_gluconate over 10 min (also 2.3 mmol of calcium) [r1]
