guideline low_magnesium_care
  title   "Low magnesium"
  version 0.1.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6
pathway
  when serum_magnesium under 0.70 mmol/L:
    give 480 mg of magnesium_oxide daily [r1]
