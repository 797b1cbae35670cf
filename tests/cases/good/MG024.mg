guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance salt formula NaCl
input pain yes or no
pathway
  when pain:
    advise against salt [r1]
