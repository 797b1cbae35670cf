#! from: kie-dmn-validation, SomeProblemTest.validDiseqNumber2, validDiseqNumber2.dmn, UNIQUE
#! gaps: 0
#! overlaps: none
#! found: none
#! difference: as not_number
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer
  47 | just_that
  under 47, over 47 | another
pathway
  report answer
