#! from: kie-dmn-validation, RecommenderHitPolicyTest.testGaps, RecommenderHitPolicy1.dmn, UNIQUE
#! gaps: 1
#! overlaps: not asked
#! found: MG101
guideline g
  title   "Example"
  version 1.0.0
input level number
impossible when level under 0
table by level gives answer
  0 to under 80 | harmless
  at least 120 | dangerous
pathway
  report answer
