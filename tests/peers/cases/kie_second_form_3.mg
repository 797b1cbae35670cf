#! from: kie-dmn-validation, Check2ndNFViolationTest.check2ndNFViolation3combo, DT2ndNF3combo.dmn, PRIORITY
#! gaps: not asked
#! overlaps: not asked
#! found: none
#! contracted: 3+6, 4+5+6
guideline g
  title   "Example"
  version 1.0.0
input mitigated yes or no
input risk one of h, m, l
table by mitigated, risk gives answer
  yes | l | ok
  yes | m | look_again
  yes | h | refused
  no | l | refused
  no | m | refused
  no | h | refused
pathway
  report answer
