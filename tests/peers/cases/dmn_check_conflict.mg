#! from: dmn-check, ConflictingRuleValidatorTest, in the test, UNIQUE
#! gaps: not asked
#! overlaps: not asked
#! found: MG102
#! duplicate: 1+2
guideline g
  title   "Example"
  version 1.0.0
input word one of foo
table by word gives answer
  foo | bar1
  foo | bar2
pathway
  report answer
