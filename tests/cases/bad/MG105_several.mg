#! MG105 error 16:7
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 18 to 120
input creatinine_clearance in mL/min, plausible 0 to 250
input sex one of male, female
pathway
  when sex is unknown or age is unknown or creatinine_clearance is unknown:
    end because "all three are needed"
  when age at least 65 years:
    note "old"
    when creatinine_clearance under 30 mL/min:
      end because "kidneys"
    decide "Dose"
      sex is male and age under 65 years:
        note "full dose"
      sex is male and age at least 65 years:
        note "half dose"
      sex is female:
        note "quarter dose"
