#! from: kie-dmn-validation, RecommenderHitPolicyTest.testNoGapsNoOverlaps, RecommenderHitPolicy2.dmn, UNIQUE
#! gaps: 0
#! overlaps: none
#! found: none
guideline g
  title   "Example"
  version 1.0.0
input level number
impossible when level under 0
table by level gives answer
  0 to under 80 | harmless
  80 to under 120 | harmful
  at least 120 | dangerous
pathway
  report answer
