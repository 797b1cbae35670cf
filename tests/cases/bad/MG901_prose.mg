#! MG901 error 10:16
#! MG901 error 10:25
#! MG901 warning 10:32
#! MG901 warning 10:46
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
pathway
  advise "give .5 mg or 1.0 mg MgSO4 when Mg <0.70 mmol/L" [r1]
