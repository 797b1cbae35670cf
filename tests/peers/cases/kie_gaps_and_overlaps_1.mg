#! from: kie-dmn-validation, GapsAndOverlaps1Test, GapsAndOverlaps1.dmn, FIRST
#! gaps: 17
#! overlaps: 1+3
#! found: MG101, MG102
#! difference: their sweep cuts the one region that no rule covers into 17 rectangles, column by column; we say it once
guideline g
  title   "Example"
  version 1.0.0
input input1 number
input input2 number
table by input1, input2 gives answer
  0 to 4 | 0 to 2 | r1
  1 to 3 | 5 to 6 | r2
  2 to 5 | 1 to 4 | r3
  6 to 7 | 0 to 3 | r4
pathway
  report answer
