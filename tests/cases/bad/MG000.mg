#! MG000 error 11:3
guideline g
  title   "Example"
  version 1.0.0
input confused yes or no
input weight in kg, plausible 40 to 120
score points
  1 when confused
define risk: points * weight in kg
pathway
  decide by risk
    under 100:
      note "low"
    100 to 120:
      note "high"
