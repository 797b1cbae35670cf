#! MG805 warning 10:30
#! MG805 warning 11:30
#! MG805 warning 12:30
#! MG805 warning 13:30
#! MG805 warning 14:30
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
  finding "anaemia at term"  RR 0.30 (95% CI 0.19 to 0.64)
  finding "cramps a week"    MD 0.18 (95% CI -0.84 to 0.49)
  finding "preterm birth"    RR 1.05 (95% CI 0.84 to 1.03)
  finding "stay in days"     MD -2.1 (95% CI -0.9 to -3.3)
  finding "sensitivity"      sensitivity 0.99 (95% CI 0.81 to 0.95)
pathway
  advise "rest" [r1]
