#! MG108 warning 7:1
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input potassium in mmol/L, plausible 1 to 10
monitor bloods: potassium
  at baseline [r1]
pathway
  note "a"
  when potassium over 6 mmol/L:
    refer to "a specialist" [r1]
