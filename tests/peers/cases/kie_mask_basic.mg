#! from: kie-dmn-validation, MaskTest.test_MaskBasic, MaskBasic.dmn, PRIORITY
#! gaps: 0
#! overlaps: 1+2
#! found: MG102
#! masked: 1 by 2
guideline g
  title   "Example"
  version 1.0.0
input age number
table by age gives answer
  at least 18 | ok
  any | refused
pathway
  report answer
