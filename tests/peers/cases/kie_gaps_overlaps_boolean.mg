#! from: kie-dmn-validation, GapsOverlapsBooleanTest, GapsOverlapsBoolean.dmn, ANY
#! gaps: 1
#! overlaps: 1+2
#! found: MG101, MG102
guideline g
  title   "Example"
  version 1.0.0
input p1 yes or no
input p2 yes or no
table by p1, p2 gives answer
  no | no | ff
  no | any | f_any
  yes | no | tf
pathway
  report answer
