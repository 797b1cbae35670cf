#! MG509 error 11:10
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance insulin, in unit
input glucose in mmol/L, plausible 1 to 60
define correction: (glucose - 6 mmol/L) * 1 unit / 2 mmol/L
pathway
  when glucose over 4 mmol/L:
    give correction of insulin once [r1]
