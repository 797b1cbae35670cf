#! from: kie-dmn-validation, MisleadingRulesTest.misleadingRules, MisleadingRules.dmn, PRIORITY
#! gaps: 0
#! overlaps: 2+4
#! found: none
#! masked: none
#! misleading: 4 over 2
#! rows: 1, 3, 4, 2
#! difference: PRIORITY as mask_basic_first; in this order no rule misleads
guideline g
  title   "Example"
  version 1.0.0
input mitigated yes or no
input risk one of h, m, l
table by mitigated, risk gives answer first that applies
  yes | l | ok
  yes | h | refused
  no | any | refused
  any | m | look_again
pathway
  report answer
