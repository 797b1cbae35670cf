#! from: kie-dmn-validation, NotTest.notString2, DTusingNOT2.dmn, UNIQUE
#! gaps: 1
#! overlaps: none
#! found: MG101
#! difference: as not_word
guideline g
  title   "Example"
  version 1.0.0
input vowel one of a, e, i, o, u
table by vowel gives answer
  a, e, u | neither
  o | the_o
pathway
  report answer
