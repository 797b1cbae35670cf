guideline clinic
  title   "Clinic"
  version 0.1.0
source r1 "Reference 1"
input potassium in umol/L, plausible 1000 to 10000
define low_potassium: potassium under 3500 umol/L
pathway
  when low_potassium:
    advise "measure it again" [r1]
