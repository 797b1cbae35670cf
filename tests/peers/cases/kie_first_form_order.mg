#! from: kie-dmn-validation, Check1stNFViolationTest.testCheck1stNFViolation, DT1stNFViolation.dmn, hitpolicy FIRST, FIRST
#! gaps: not asked
#! overlaps: not asked
#! found: MG104
#! difference: they advise against FIRST in itself (first normal form); we do not, and report that 0 has no row
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer first that applies
  under 0 | negative
  over 0 | positive
pathway
  report answer
