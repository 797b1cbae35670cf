guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
substance saline
substance technetium
substance insulin, in unit
input pain yes or no
input weight in kg, plausible 1 to 300
pathway
  when pain and weight over 3 kg:
    give 12 mmol of magnesium at night [r1]
    give 12 mEq of magnesium once [r1]
    give 2 puffs of magnesium once [r1]
    give 10 drops of magnesium once [r1]
    give 1 sachet of magnesium daily [r1]
    give 40 MBq of technetium once [r1]
    give 1 to 2 mmol/h of magnesium [r1]
    give 0.5 mmol/kg of magnesium by weight [r1]
    give 2 mcg/kg/min of magnesium by weight [r1]
    give 10 mL/h of saline [r1]
    give 100 [iU] of insulin once [r1]
    give 5 mL of saline once [r1]
    give 4 units/h of insulin [r1]
    give 1 patch of magnesium once [r1]
