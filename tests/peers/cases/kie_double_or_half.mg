#! from: kie-dmn-validation, PosDoubleNegHalfTest, posDoubleNegHalf.dmn, UNIQUE
#! gaps: 1
#! overlaps: none
#! found: MG104
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer
  over 0 | a_number * 2
  under 0 | a_number / 2
pathway
  report answer
