#! from: kie-dmn-validation, RecommenderHitPolicyTest.testNoGapsOverlapsSameValue, RecommenderHitPolicy3.dmn, ANY
#! gaps: 0
#! overlaps: 2+3
#! found: none
#! difference: rules 2 and 3 answer alike, which is no overlap to us but two rows that can be one (MG107)
guideline g
  title   "Example"
  version 1.0.0
input level number
impossible when level under 0
table by level gives answer
  0 to under 80 | harmless
  at least 80 | dangerous
  at least 120 | dangerous
pathway
  report answer
