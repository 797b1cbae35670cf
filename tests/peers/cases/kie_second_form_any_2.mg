#! from: kie-dmn-validation, Check2ndNFViolationTest.check2ndNFViolationWasADash2, DT2ndNFWasADash2.dmn, UNIQUE
#! gaps: not asked
#! overlaps: not asked
#! found: none
#! difference: as second_form_any
guideline g
  title   "Example"
  version 1.0.0
input first_word one of a, b
input second_word one of a, b
table by first_word, second_word gives answer
  b | a | ba
  a | b, a | aba
  b | b | bb
pathway
  report answer
