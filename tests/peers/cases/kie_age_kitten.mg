#! from: kie-dmn-validation, AgeKittenTest, AgeKitten.dmn, UNIQUE
#! gaps: 2
#! overlaps: none
#! found: MG101
#! difference: both gaps are one finding
guideline g
  title   "Example"
  version 1.0.0
input age number
input kitten one of cat, dog
impossible when age under 0
table by age, kitten gives answer
  12 to under 15 | any | supervised
  at least 15 | cat | ok
  at least 18 | dog | ok
pathway
  report answer
