#! from: kie-dmn-validation, SameMsgInAllAPITest, sameMsgInAllAPI.dmn, PRIORITY
#! gaps: 3
#! overlaps: 1+2, 3+4
#! found: MG101, MG101, MG101
#! masked: 2 by 1, 4 by 3
#! difference: PRIORITY as mask_basic_first
guideline g
  title   "Example"
  version 1.0.0
input a_number number, plausible 0 to 10
table by a_number gives answer first that applies
  2 to 4 | low
  3 to 4 | low_safe
  6 to 8 | high
  6 to 7 | high_safe
pathway
  report answer
