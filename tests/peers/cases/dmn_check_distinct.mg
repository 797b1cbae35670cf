#! from: dmn-check, DuplicateRuleValidatorTest.shouldAllowDistinguishableRules, in the test, UNIQUE
#! gaps: not asked
#! overlaps: not asked
#! found: none
guideline g
  title   "Example"
  version 1.0.0
input word one of foo1, foo2
table by word gives answer
  foo1 | bar1
  foo2 | bar2
pathway
  report answer
