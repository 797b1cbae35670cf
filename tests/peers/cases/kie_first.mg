#! from: kie-dmn-validation, HitPolicyFirstTest, DTAnalysisFirst.dmn, FIRST
#! gaps: 0
#! overlaps: none
#! found: none
#! difference: they advise against FIRST in itself (first normal form); we do not
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer first that applies
  under 0 | negative
  0 | zero
  over 0 | positive
pathway
  report answer
