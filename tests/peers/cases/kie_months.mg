#! from: kie-dmn-validation, BuiltinAndOtherValuesTest.testWeirdYMduration, weirdYMduration.dmn, UNIQUE
#! gaps: 1
#! overlaps: none
#! found: MG104
guideline g
  title   "Example"
  version 1.0.0
input a_time in mo
table by a_time gives answer
  under 1 mo | less
  over 1 mo | more
pathway
  report answer
