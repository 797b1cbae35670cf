#! MG024 error 6:29
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg2+, charge 2
input pain yes or no
pathway
  when pain:
    advise against magnesium [r1]
