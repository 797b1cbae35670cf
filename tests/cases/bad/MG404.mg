#! MG404 warning 8:1
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance spironolactone formula C24H32O4S
input egfr in mL/min, plausible 0 to 200
caution spironolactone when egfr under 60 mL/min:
  advise "measure potassium within a week" [r1]
pathway
  when egfr under 60 mL/min:
    advise "measure potassium within a week" [r1]
  when egfr at least 30 mL/min:
    give 25 mg of spironolactone daily [r1]
