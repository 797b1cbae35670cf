guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input pain yes or no
input weight in kg, plausible 1 to 300
define need: weight * 0.2 mmol/kg
pathway
  when pain:
    give need of magnesium once [r1]
