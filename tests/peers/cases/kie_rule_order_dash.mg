#! from: kie-dmn-validation, RuleOrderDashTest, RuleOrderDash.dmn, RULE ORDER
#! gaps: 0
#! overlaps: 1+3, 2+3, 1+2+3
#! found: MG102, MG102
#! difference: they list each set of rules that meet somewhere; we the pairs that answer differently there: 1+3 and 2+3
guideline g
  title   "Example"
  version 1.0.0
input x number
input y number
table by x, y gives answer
  any | at least 30 | 3
  at least 60 | any | 3
  any | any | 0
pathway
  report answer
