#! from: kie-dmn-validation, GapsCube3Test, GapsCube3.dmn, FIRST
#! gaps: 4
#! overlaps: none
#! found: MG101
#! difference: four boxes are one finding; between the bands of input2 only a corner of them is missing
guideline g
  title   "Example"
  version 1.0.0
input input1 number, plausible 0 to 3
input input2 number, plausible 0 to 3
input input3 number, plausible 0 to 3
table by input2, input1, input3 gives answer
  0 to 1 | 0 to 2 | 0 to 3 | r1
  2 to 3 | 1 to 3 | 1 to 3 | r2
pathway
  report answer
