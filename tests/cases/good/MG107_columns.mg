guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
source r2 "Reference 2"
input potassium in mmol/L, plausible 1 to 10
input sex one of male, female, other
table by sex, potassium gives share
  male   | under 3.5 mmol/L | 0.5
  # the same answer, but not one band
  male   | 3.5 to under 5 mmol/L | 0.25
  male   | at least 5 mmol/L | 0.5
  # another source
  female | under 3.5 mmol/L | 0.5 [r1]
  female | 3.5 to under 5 mmol/L | 0.5 [r2]
  female | at least 5 mmol/L | 0
  # single names, as the author lists them
  other  | any | 0.75
pathway
  report share
