#! MG901 error 9:8
#! MG901 error 10:12
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
pathway
  give 12.0 mmol of magnesium daily [r1]
  give 500 µg of magnesium daily [r1]
