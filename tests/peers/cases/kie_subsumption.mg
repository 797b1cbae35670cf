#! from: kie-dmn-validation, SubsumptionRulesTest, Subsumption.dmn, PRIORITY
#! gaps: 0
#! overlaps: 2+3, 2+4
#! found: MG102
#! subsumed: 4 in 2
#! difference: rules 2 and 4 answer alike, which is no overlap to us but two rows that can be one (MG107)
guideline g
  title   "Example"
  version 1.0.0
input age number
input risky yes or no
table by age, risky gives answer
  under 18 | any | not_asked
  at least 18 | any | x
  over 21 | no | no_problem
  over 21 | yes | x
pathway
  report answer
