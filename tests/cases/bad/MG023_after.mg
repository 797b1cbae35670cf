#! MG023 error 10:10
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
class ccb of amlodipine
input pain yes or no
regimen ladder of amlodipine
  step 1: 5 mg daily [r1]
  step 2 after 2 to 1 weeks when pain: 10 mg daily [r1]
  then after 2 weeks: refer to "a specialist" [r1]
pathway
  when pain:
    give ladder [r1]
