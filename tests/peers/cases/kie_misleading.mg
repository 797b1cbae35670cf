#! from: kie-dmn-validation, MisleadingRulesTest.misleadingRules, MisleadingRules.dmn, PRIORITY
#! gaps: 0
#! overlaps: 2+4
#! found: MG102
#! masked: none
#! misleading: 4 over 2
#! difference: a misleading rule cannot be written: order decides with us; without it, two answers are an overlap
guideline g
  title   "Example"
  version 1.0.0
input mitigated yes or no
input risk one of h, m, l
table by mitigated, risk gives answer
  yes | l | ok
  any | m | look_again
  yes | h | refused
  no | any | refused
pathway
  report answer
