#! from: kie-dmn-validation, PiTest, Pi.dmn, ANY
#! gaps: 1
#! overlaps: none
#! found: MG104
guideline g
  title   "Example"
  version 1.0.0
input a_number number
table by a_number gives answer
  under 3.1415926535897932384626433832794 | less
  over 3.1415926535897932384626433832794 | more
pathway
  report answer
