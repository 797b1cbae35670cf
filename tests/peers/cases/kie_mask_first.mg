#! from: kie-dmn-validation, MaskTest.test_MaskTest, MaskTest.dmn, PRIORITY
#! gaps: 0
#! overlaps: 1+2
#! found: none
#! masked: 1 by 2
#! rows: 2, 1
#! difference: PRIORITY as mask_basic_first
guideline g
  title   "Example"
  version 1.0.0
input age number
input risk one of h, m, l
input mitigated yes or no
table by age, risk, mitigated gives answer first that applies
  any | any | any | refused
  at least 18 | m, l | yes | ok
pathway
  report answer
