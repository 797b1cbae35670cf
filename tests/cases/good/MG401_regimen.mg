guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6
input creatinine_clearance in mL/min, plausible 0 to 250
define low: serum_magnesium under 0.70 mmol/L [r1]
regimen replacement of magnesium
  step 1: 12 mmol daily [r1]
  step 2 after 2 weeks when low: 24 mmol daily [r1]
  then after 2 weeks when low: refer to "a specialist" [r1]
pitfall "No magnesium in failing kidneys" [r1]
  never give replacement when creatinine_clearance under 20 mL/min
pathway
  when low:
    when creatinine_clearance is unknown:
      order creatinine_clearance [r1]
      end
    when creatinine_clearance under 20 mL/min:
      end because "failing kidneys"
    give replacement [r1]
