#! from: kie-dmn-validation, NullTest.testNullNumberBefore, NullNumberBefore.dmn, UNIQUE
#! gaps: 1
#! overlaps: none
#! found: MG101
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer
  under 0 | negative
pathway
  report answer
