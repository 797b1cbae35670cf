#! from: kie-dmn-validation, AK0100domainOnTableTest, AK0100-domainOnTable.dmn, ANY
#! gaps: 2
#! overlaps: not asked
#! found: MG101, MG102
#! difference: both gaps are one finding; their test does not ask for the overlap of rules 2 and 3, which we report
guideline g
  title   "Example"
  version 1.0.0
input input1 number
input input2 number, plausible 0 to 100
impossible when input1 under 0
table by input1, input2 gives answer
  12 to under 15 | any | r1
  at least 15 | at least 50 | r2
  at least 18 | any | r3
pathway
  report answer
