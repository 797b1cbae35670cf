guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input pain yes or no
regimen ladder of magnesium
  step 1: 5 mmol of magnesium daily [r1]
  at most 10 mmol per day [r1]
pathway
  when pain:
    give ladder [r1]
