#! from: kie-dmn-validation, NotTest.notString, DTusingNOT.dmn, UNIQUE
#! gaps: 1
#! overlaps: 1+2
#! found: MG101, MG102
#! difference: a cell has no `not`: `not("i")` is the other words, written out
guideline g
  title   "Example"
  version 1.0.0
input vowel one of a, e, i, o, u
table by vowel gives answer
  a, e, o, u | not_i
  o | the_o
pathway
  report answer
