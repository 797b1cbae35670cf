#! MG105 error 10:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input level in mmol/L, plausible 0.1 to 6
regimen replacement of magnesium
  step 1: 12 mmol of magnesium daily [r1]
  step 2 after 2 weeks when level under 0.70 mmol/L: 24 mmol of magnesium daily [r1]
  then after 2 weeks when level under 0.70 mmol/L: refer to "a specialist" [r1]
  stop when level under 1.1 mmol/L [r1]
pathway
  decide by level
    under 0.70 mmol/L:
      give replacement [r1]
    at least 0.70 mmol/L:
      when replacement step at least 1:
        give replacement [r1]
