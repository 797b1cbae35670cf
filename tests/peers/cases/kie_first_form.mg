#! from: kie-dmn-validation, Check1stNFViolationTest.testCheck1stNFViolation, DT1stNFViolation.dmn, my decision, PRIORITY
#! gaps: not asked
#! overlaps: not asked
#! found: MG102, MG104
#! duplicate: 1+2
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer
  under 0 | negative
  under 0 | perhaps
  over 0 | positive
pathway
  report answer
