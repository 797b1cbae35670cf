#! from: kie-dmn-validation, OverlapHitPolicyTest, OverlapHitPolicy.dmn, UNIQUE
#! gaps: 0
#! overlaps: 2+3
#! found: MG103
guideline g
  title   "Example"
  version 1.0.0
input risk_score number
table by risk_score gives answer
  under 10 | low
  10 to 30 | medium
  at least 30 | high
pathway
  report answer
