#! MG301 error 8:26
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance iron formula Fe
input weight in kg, plausible 1 to 300
define low: weight under 3
regimen plan of iron
  step 1: 5 mg daily [r1]
monitor scale: weight
  at baseline [r1]
pathway
  when low:
    give plan [r1]
    start scale
    follow care
part care
  suggest "rest" [r1]
