guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
  finding "cramps, by the diaries: no different from placebo"  MD -0.18 (95% CI -0.84 to 0.49)
  finding "aspirin reduces strokes"                            HR 0.86 (95% CI 0.79 to 0.94)
  finding "aspirin reduces strokes, just"                      HR 0.90 (95% CI 0.81 to 1.00)
  finding "25% or better fall in cramp rate"                   RR 1.04 (95% CI 0.84 to 1.29)
  finding "reduced kidney function"                            RR 1.04 (95% CI 0.84 to 1.29)
  finding "no improvement after two weeks"                     RR 0.80 (95% CI 0.72 to 0.89)
  finding "no clinically important difference in pain"         MD -0.30 (95% CI -0.50 to -0.10)
  finding "little or no difference in deaths"                  RR 0.97 (95% CI 0.95 to 0.99)
  finding "probably reduces deaths"                            RR 0.95 (95% CI 0.85 to 1.06)
  finding "whether it reduces deaths is not known"             RR 0.95 (95% CI 0.85 to 1.06)
pathway
  advise "rest" [r1]
