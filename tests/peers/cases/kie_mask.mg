#! from: kie-dmn-validation, MaskTest.test_MaskTest, MaskTest.dmn, PRIORITY
#! gaps: 0
#! overlaps: 1+2
#! found: MG102
#! masked: 1 by 2
guideline g
  title   "Example"
  version 1.0.0
input age number
input risk one of h, m, l
input mitigated yes or no
table by age, risk, mitigated gives answer
  at least 18 | m, l | yes | ok
  any | any | any | refused
pathway
  report answer
