guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance drug_x
input weight in kg, plausible 3 to 200
input height in cm, plausible 50 to 220
define surface: sqrt((weight in kg) * (height in cm) / (7200 - 3600)) as m2 [r1]
regimen r of drug_x
  step 1: 100 mg/m2 by surface once [r1]
  at most 350 mg [r1]
pathway
  give r [r1]
