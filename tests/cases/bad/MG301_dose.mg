#! MG301 error 19:10
#! MG301 error 20:10
#! MG301 error 21:10
#! MG301 error 22:10
#! MG301 error 23:10
#! MG301 error 24:16
#! MG301 error 25:10
#! MG301 error 26:10
#! MG301 error 27:10
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input pain yes or no
input weight in kg, plausible 1 to 300
pathway
  when pain and weight over 3 kg:
    give 12 years of magnesium at night [r1]
    give 12 mmHg of magnesium [r1]
    give 37 Cel of magnesium [r1]
    give 12 mmol/L of magnesium [r1]
    give 12 mg/mL of magnesium daily [r1]
    give 12 to 14 weeks of magnesium [r1]
    give 5 % of magnesium [r1]
    give 3 cm of magnesium once [r1]
    give 90 mg/L/kg of magnesium by weight [r1]
