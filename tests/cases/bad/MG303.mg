#! MG303 error 11:43
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
input pain yes or no
pathway
  when pain:
    give 12 mmol of magnesium daily (also 480 mg) [r1]
