#! MG301 error 12:10
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input pain yes or no
input pressure in mmHg, plausible 40 to 300
define need: pressure + 5 mmHg
pathway
  when pain:
    give need of magnesium once [r1]
