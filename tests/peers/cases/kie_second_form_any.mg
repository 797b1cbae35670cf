#! from: kie-dmn-validation, Check2ndNFViolationTest.check2ndNFViolationWasADash, DT2ndNFWasADash.dmn, UNIQUE
#! gaps: not asked
#! overlaps: not asked
#! found: none
#! difference: that a cell lists every value, where `any` would do, is no finding
guideline g
  title   "Example"
  version 1.0.0
input drunk yes or no
input licence yes or no
table by drunk, licence gives answer
  yes | yes, no | shall_not
  no | yes | might
  no | no | no_licence
pathway
  report answer
