#! from: kie-dmn-validation, SomeProblemruleOutsideDomainTest, SomeProblem-ruleOutsideDomain.dmn, UNIQUE
#! gaps: not asked
#! overlaps: not asked
#! found: none
#! error: a rule outside the domain
#! also: MG305
#! difference: they give up on the table; we report the limit and judge the rest: nothing is missing
guideline g
  title   "Example"
  version 1.0.0
input a_number number, plausible 0 to 100
table by a_number gives answer
  0 to 999 | weird
pathway
  report answer
