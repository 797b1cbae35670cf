guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance aspirin formula C9H8O4
input pain yes or no
pathway
  when pain:
    give 75 mg of aspirin daily at most 300 mg [r1]
