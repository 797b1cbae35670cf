guideline clinic
  title   "Clinic"
  version 0.1.0
source r1 "Reference 1"
input potassium in mmol/L, plausible 1 to 10
define low_potassium: potassium under 3.3 mmol/L
pathway
  when low_potassium:
    advise "measure it again" [r1]
