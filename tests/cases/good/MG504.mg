guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6
define low: serum_magnesium under 0.70 mmol/L [r1]
regimen r of magnesium_oxide
  step 1: 12 mmol of magnesium daily [r1]
  step 2 after 2 weeks when low: 19 mmol of magnesium daily [r1]
  then after 2 weeks when low: refer to "a specialist" [r1]
  at most 1500 mg of magnesium_oxide per day [r1]
pathway
  when low:
    give r [r1]
