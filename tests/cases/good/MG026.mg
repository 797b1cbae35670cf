guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance aspirin formula C9H8O4
input pain yes or no
regimen plan of aspirin
  step 1: 75 mg daily [r1]
pathway
  when pain:
    give plan [r1]
