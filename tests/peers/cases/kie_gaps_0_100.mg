#! from: kie-dmn-validation, Gaps0100domainOnTableTest, Gaps0100-domainOnTable.dmn, UNIQUE
#! gaps: 2
#! overlaps: not asked
#! found: MG104, MG104
guideline g
  title   "Example"
  version 1.0.0
input input1 number, plausible 0 to 100
table by input1 gives answer
  over 0 to under 100 | r1
pathway
  report answer
