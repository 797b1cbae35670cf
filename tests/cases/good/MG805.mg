guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
  finding "anaemia at term"  RR 0.30 (95% CI 0.19 to 0.46)
  finding "cramps a week"    MD -0.18 (95% CI -0.84 to 0.49)
  finding "preterm birth"    RR 0.93 (95% CI 0.84 to 1.03)
  finding "stay in days"     MD -2.1 (95% CI -3.3 to -0.9)
  finding "sensitivity"      sensitivity 0.93 (95% CI 0.81 to 0.95)
  finding "seven events"     IRR 7.00 (95% CI 2.81 to 14.42)
  finding "rounded far"      OR 2 (95% CI 1 to 3)
  finding "to treat"         NNT 25 (95% CI 12 to -300)
  finding "exact interval"   OR 4.0 (95% CI 0.4 to 210.0) allow MG805 because "Fisher's exact interval, 4 events"
pathway
  advise "rest" [r1]
