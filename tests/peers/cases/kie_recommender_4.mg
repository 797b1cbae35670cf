#! from: kie-dmn-validation, RecommenderHitPolicyTest.testNoGapsOverlapsDiffValue, RecommenderHitPolicy4.dmn, PRIORITY
#! gaps: 0
#! overlaps: 2+3
#! found: MG102
guideline g
  title   "Example"
  version 1.0.0
input level number
impossible when level under 0
table by level gives answer
  0 to under 80 | harmless
  at least 80 | harmful
  at least 120 | dangerous
pathway
  report answer
