guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
pathway
  give 12 mmol of magnesium daily [r1]
