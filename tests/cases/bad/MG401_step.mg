#! MG401 error 22:5
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
substance spironolactone formula C24H32O4S
input systolic in mm[Hg], plausible 50 to 300
input potassium in mmol/L, plausible 1 to 10
define high: systolic at least 140 mm[Hg] [r1]
regimen treatment
  step 1: give 5 mg of ramipril once daily [r1]
  step 2 after 4 weeks when high: give 25 mg of spironolactone once daily [r1]
  then after 4 weeks when high: refer to "a specialist" [r1]
pitfall "Spironolactone raises potassium" [r1]
  never give spironolactone when potassium over 5 mmol/L
pathway
  when potassium is unknown:
    order potassium [r1]
    end
  when high:
    give treatment [r1]
