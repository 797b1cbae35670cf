#! from: kie-dmn-validation, AK0100v2domainOnTableTest, AK0100v2-domainOnTable.dmn, ANY
#! gaps: 2
#! overlaps: not asked
#! found: MG101, MG104
guideline g
  title   "Example"
  version 1.0.0
input input1 number
input input2 number, plausible 0 to 100
impossible when input1 under 0
table by input1, input2 gives answer
  12 to under 15 | any | r1
  at least 15 | 0 to under 100 | r2
  at least 18 | 100 | r3
pathway
  report answer
