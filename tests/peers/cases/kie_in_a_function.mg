#! from: kie-dmn-validation, DTinBKMTest, dtInBKM.dmn, UNIQUE
#! gaps: 0
#! overlaps: none
#! found: none
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer
  at least 0 | a_number
  under 0 | -1 * a_number
pathway
  report answer
