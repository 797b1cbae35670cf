#! from: kie-dmn-validation, NoGapsDomainOnTypeRefTest, NoGapsDomainOnTypeRef.dmn, UNIQUE
#! gaps: 0
#! overlaps: none
#! found: none
guideline g
  title   "Example"
  version 1.0.0
input a_number number
impossible when a_number under 0
table by a_number gives answer
  at least 0 | always
pathway
  report answer
