#! from: kie-dmn-validation, EnumerationWithNullTest, EnumerationWithNull.dmn, UNIQUE
#! gaps: 1
#! overlaps: not asked
#! found: MG101
#! difference: null, among their words, is a value not known to us: it asks and needs no row
guideline g
  title   "Example"
  version 1.0.0
input word one of a, b, c
table by word gives answer
  a | the_a
  b | the_b
pathway
  report answer
