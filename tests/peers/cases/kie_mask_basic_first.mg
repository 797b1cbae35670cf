#! from: kie-dmn-validation, MaskTest.test_MaskBasic, MaskBasic.dmn, PRIORITY
#! gaps: 0
#! overlaps: 1+2
#! found: none
#! masked: 1 by 2
#! rows: 2, 1
#! difference: we have no PRIORITY: its rules stand in the order of their answers, and the first that applies counts
guideline g
  title   "Example"
  version 1.0.0
input age number
table by age gives answer first that applies
  any | refused
  at least 18 | ok
pathway
  report answer
