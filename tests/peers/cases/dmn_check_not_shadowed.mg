#! from: dmn-check, ShadowedRuleValidatorTest.ruleIsNotShadowedByFirstRuleBecauseOfSecondInput, in the test, FIRST
#! gaps: not asked
#! overlaps: not asked
#! found: none
#! masked: none
guideline g
  title   "Example"
  version 1.0.0
input word1 one of foo, bar
input word2 one of foo, bar
table by word1, word2 gives answer first that applies
  any | foo | with_foo
  any | bar | with_bar
pathway
  report answer
