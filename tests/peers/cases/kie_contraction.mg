#! from: kie-dmn-validation, ContractionRulesTest, Contraction.dmn, UNIQUE
#! gaps: 0
#! overlaps: none
#! found: none
#! contracted: 4+5, 3+6
guideline g
  title   "Example"
  version 1.0.0
input input1 number
input input2 number
table by input1, input2 gives answer
  under 1 | any | refused
  1 to 2 | at least 1 | refused
  1 to 2 | under 1 | accepted
  over 2 | at least 2 | refused
  over 2 | 1 to under 2 | refused
  over 2 | under 1 | accepted
pathway
  report answer
