#! MG406 error 23:5
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference"
substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6
input weakness yes or no
regimen replacement of magnesium_oxide
  step 1: 12 mmol of magnesium at night [r1]
  step 2 after 2 weeks when serum_magnesium under 0.70 mmol/L: 24 mmol of magnesium at night [r1]
  then after 2 weeks when serum_magnesium under 0.70 mmol/L: refer to "a specialist" [r1]
pathway
  decide by serum_magnesium
    unknown:
      order serum_magnesium [r1]
    under 0.70 mmol/L:
      give replacement [r1]
    at least 0.70 mmol/L:
      continue
  when weakness:
    hold magnesium until not weakness uncited because "an example"
