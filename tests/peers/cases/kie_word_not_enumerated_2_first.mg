#! from: kie-dmn-validation, StringWithoutEnumNoGapTest, stringWithoutEnumNoGap.dmn, PRIORITY
#! gaps: skipped
#! overlaps: 1+3, 2+3
#! found: MG101
#! masked: 1 by 3, 2 by 3
#! rows: 3, 1, 2
#! difference: PRIORITY as mask_basic_first, words as word_not_enumerated
guideline g
  title   "Example"
  version 1.0.0
input country one of eu, us, another
input age number
table by country, age gives answer first that applies
  any | at least 18 | verify
  eu | at least 18 | ok
  us | at least 21 | ok
pathway
  report answer
