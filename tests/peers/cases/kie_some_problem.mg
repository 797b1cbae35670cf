#! from: kie-dmn-validation, SomeProblemTest.test, SomeProblem.dmn, My decision1, UNIQUE
#! gaps: 0
#! overlaps: none
#! found: none
#! difference: an input of any text cannot be declared: its words are enumerated
guideline g
  title   "Example"
  version 1.0.0
input word one of a, b
table by word gives answer
  any | always
pathway
  report answer
