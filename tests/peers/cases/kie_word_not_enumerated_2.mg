#! from: kie-dmn-validation, StringWithoutEnumNoGapTest, stringWithoutEnumNoGap.dmn, PRIORITY
#! gaps: skipped
#! overlaps: 1+3, 2+3
#! found: MG101, MG102, MG102
#! masked: 1 by 3, 2 by 3
#! difference: as word_not_enumerated: under 18 has no row
guideline g
  title   "Example"
  version 1.0.0
input country one of eu, us, another
input age number
table by country, age gives answer
  eu | at least 18 | ok
  us | at least 21 | ok
  any | at least 18 | verify
pathway
  report answer
