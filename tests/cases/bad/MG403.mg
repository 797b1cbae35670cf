#! MG403 error 22:5
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
substance potassium formula K, charge 1
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6
input serum_potassium in mmol/L of potassium, plausible 1 to 10
define low_magnesium: serum_magnesium under 0.70 mmol/L [r1]
regimen replacement of magnesium
  step 1: 12 mmol daily [r1]
  step 2 after 2 weeks when low_magnesium: 24 mmol daily [r1]
  then after 2 weeks when low_magnesium: refer to "a specialist" [r1]
pitfall "In hypokalaemia, magnesium comes first" [r1]
  never give potassium when low_magnesium and replacement step is 0
pathway
  when serum_magnesium is unknown:
    order serum_magnesium [r1]
    end
  when serum_potassium under 3.5 mmol/L:
    give 40 mmol of potassium daily [r1]
  when low_magnesium:
    give replacement [r1]
