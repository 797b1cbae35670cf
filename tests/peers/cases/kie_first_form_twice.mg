#! from: kie-dmn-validation, Check1stNFViolationTest.testCheck1stNFViolationDuplicateNoSubsumption, DT1stNFViolationDuplicateNoSubsumption.dmn, FIRST
#! gaps: not asked
#! overlaps: not asked
#! found: MG101, MG101
#! duplicate: 1+2
guideline g
  title   "Example"
  version 1.0.0
input units number
input secondary yes or no
table by units, secondary gives answer first that applies
  1 | any | 0.95
  1 | any | 0.95
pathway
  report answer
