guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6
define low: serum_magnesium under 0.70 mmol/L [r1]
input age in years whole, plausible 0 to 120
regimen r of magnesium
  step 1: 12 mmol daily [r1]
  step 2 after 2 weeks when low: 24 mmol daily [r1]
  then after 2 weeks when low and age at least 65 years: refer to "a specialist" [r1]
  then after 2 weeks when low and age under 65 years: order "24-hour urinary magnesium" [r1]
pathway
  when low:
    give r [r1]
