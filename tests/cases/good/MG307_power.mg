guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 18 to 120
input sex one of male, female
input creatinine in mg/dL, plausible 0.1 to 20
table by sex gives rate
  female | 144 * (creatinine in mg/dL / 0.7) ^ -1.209 * 0.993 ^ (age in years)
  male   | 141 * (creatinine in mg/dL / 0.9) ^ -1.209 * 0.993 ^ (age in years)
pathway
  report rate
