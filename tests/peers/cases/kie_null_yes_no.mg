#! from: kie-dmn-validation, NullTest.testNullBooleanAfter, NullBooleanAfter.dmn, UNIQUE
#! gaps: 1
#! overlaps: none
#! found: MG101
#! difference: their rule for null is our branch `unknown:`
guideline g
  title   "Example"
  version 1.0.0
input asked yes or no
pathway
  decide by asked
    no:
      note "no"
    unknown:
      note "unknown"
