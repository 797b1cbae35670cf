#! from: kie-dmn-validation, GapsXYTest.test_GapsXY, GapsXY.dmn, ANY
#! gaps: 3
#! overlaps: none
#! found: MG101
#! difference: three rectangles are one finding; input1 of exactly 0 adjoins a wide one, so it is a corner, no hole of its own
guideline g
  title   "Example"
  version 1.0.0
input input1 number
input input2 number
table by input1, input2 gives answer
  under 0 | at most 0 | r1
  0 | under 0 | r2
  over 0 | at least 0 | r3
pathway
  report answer
