#! from: kie-dmn-validation, GapsXYTest.test_GapsXYv2, GapsXYv2.dmn, ANY
#! gaps: 3
#! overlaps: none
#! found: MG101
#! difference: as gaps_xy
guideline g
  title   "Example"
  version 1.0.0
input input1 number
input input2 number
table by input1, input2 gives answer
  over 0 | at least 0 | r3
  0 | under -10 | r2
  0 | -10 to under 0 | r2b
  under 0 | at most 0 | r1
pathway
  report answer
