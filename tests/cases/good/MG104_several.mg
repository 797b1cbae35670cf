guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
input sex one of male, female
pathway
  decide "Dose" by sex, creatinine_clearance
    male   | under 30 mL/min:
      note "half dose"
    male   | at least 30 mL/min:
      note "full dose"
    female | under 30 mL/min:
      note "quarter dose"
    female | at least 30 mL/min:
      note "half dose of women"
