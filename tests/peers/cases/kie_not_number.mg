#! from: kie-dmn-validation, NotTest.nOTnumber, DTusingNOTnumber.dmn, UNIQUE
#! gaps: 1
#! overlaps: 1+2
#! found: MG102, MG104
#! difference: a cell has no `not`: `not(0)` is `under 0, over 0`
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer
  under 0, over 0 | not_zero
  over 0 | positive
pathway
  report answer
