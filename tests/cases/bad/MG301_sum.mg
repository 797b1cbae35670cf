#! MG301 error 8:23
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input weight in kg, plausible 1 to 300
input height in cm, plausible 30 to 230
define size: weight + height [r1]
pathway
  report size
