#! MG107 warning 9:3
#! MG107 warning 11:3
guideline g
  title   "Example"
  version 1.0.0
input potassium in mmol/L, plausible 1 to 10
input sex one of male, female
table by sex, potassium gives share
  male   | under 3.5 mmol/L | 0.5
  male   | 3.5 to under 5 mmol/L | 0.5
  male   | at least 5 mmol/L | 0
  female | under 3.5 mmol/L | 0.75
  female | 3.5 to under 5 mmol/L | 0.6
  female | at least 5 mmol/L | 0
pathway
  report share
