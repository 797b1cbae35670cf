#! MG508 warning 8:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
pathway
  give magnesium, dose unspecified "within recommended doses" [r1]
