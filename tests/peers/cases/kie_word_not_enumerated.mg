#! from: kie-dmn-validation, SimpleStringNoGapTest, simpleStringNoGap.dmn, UNIQUE
#! gaps: skipped
#! overlaps: none
#! found: MG101
#! difference: they skip gaps where any text may come; an input's words are enumerated with us, and the third has no row
guideline g
  title   "Example"
  version 1.0.0
input relation one of self, step_child, another
table by relation gives answer
  self | accepted
  step_child | refused
pathway
  report answer
