#! from: dmn-check, ShadowedRuleValidatorTest.ruleIsShadowedByFirstRule, in the test, FIRST
#! gaps: not asked
#! overlaps: not asked
#! found: none
#! masked: 2 by 1
guideline g
  title   "Example"
  version 1.0.0
input word one of foo, bar
table by word gives answer first that applies
  any | yes_all
  any | yes_all
pathway
  report answer
