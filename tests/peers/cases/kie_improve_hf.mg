#! from: kie-dmn-validation, OverlapsMsgTest, improveHF.dmn, FIRST
#! gaps: 0
#! overlaps: 1+3, 2+3
#! found: MG102, MG102
guideline g
  title   "Example"
  version 1.0.0
input input1 number
input input2 number
table by input1, input2 gives answer
  any | over 0 | accepted
  over 47 | at most 0 | accepted
  any | any | refused
pathway
  report answer
