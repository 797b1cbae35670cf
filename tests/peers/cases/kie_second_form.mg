#! from: kie-dmn-validation, Check2ndNFViolationTest.check2ndNFViolation, DT2ndNFViolation.dmn, UNIQUE
#! gaps: not asked
#! overlaps: not asked
#! found: none
#! contracted: 1+2
guideline g
  title   "Example"
  version 1.0.0
input letter one of a, b
input a_number count, plausible 1 to 4
input flag yes or no
table by letter, a_number, flag gives answer
  a | 1 | yes | 95
  a | 1 | no | 95
  a | 2, 3, 4 | yes | 75
  a | 2, 3, 4 | no | 80
  b | any | yes | 80
  b | any | no | 85
pathway
  report answer
