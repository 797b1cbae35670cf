#! from: kie-dmn-validation, SymbolInDTTest.testSymbolMyThreshold, SymbolInDT.dmn, FIRST
#! gaps: not asked
#! overlaps: not asked
#! found: none
#! error: a limit that is a name
#! difference: they give up on a limit that is a name; ours may be any formula, and the last row takes the rest
guideline g
  title   "Example"
  version 1.0.0
input x number
input threshold number
table by x gives answer first that applies
  at least threshold | above
  any | not_above
pathway
  report answer
