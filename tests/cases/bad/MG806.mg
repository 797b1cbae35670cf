#! MG806 warning 8:36
#! MG806 warning 9:20
#! MG806 warning 10:24
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
  finding "cramps, by the diaries: no different from placebo"  MD -0.68 (95% CI -0.84 to -0.52)
  finding "aspirin reduces strokes"                            HR 0.96 (95% CI 0.84 to 1.10)
  finding "with oxygen fewer deaths than with placebo"         RR 0.96 (95% CI 0.84 to 1.10)
pathway
  advise "rest" [r1]
