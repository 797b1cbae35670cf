#! MG506 warning 10:1
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6
define low: serum_magnesium under 0.70 mmol/L [r1]
input potassium in mmol/L, plausible 1 to 10
monitor levels: serum_magnesium, potassium
  every 3 months [r1]
pathway
  when low:
    start levels [r1]
