#! from: kie-dmn-validation, GapsAndOverlaps1domainOnTableTest, GapsAndOverlaps1-domainOnTable.dmn, FIRST
#! gaps: 11
#! overlaps: 1+3
#! found: MG101, MG102
#! difference: 11 rectangles are one region, and one finding
guideline g
  title   "Example"
  version 1.0.0
input input1 number
input input2 number
impossible when input1 under 0
impossible when input2 under 0
impossible when input2 at least 999
table by input1, input2 gives answer
  0 to 4 | 0 to 2 | r1
  1 to 3 | 5 to 6 | r2
  2 to 5 | 1 to 4 | r3
  6 to 7 | 0 to 3 | r4
pathway
  report answer
