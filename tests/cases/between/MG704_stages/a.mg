guideline north
  title   "North"
  version 0.1.0
source r1 "Reference 1"
input egfr in mL/min/{1.73_m2}, plausible 0 to 200
define stage "Stage of kidney disease":
  mild when egfr at least 60 mL/min/{1.73_m2}
  moderate when egfr 30 to under 60 mL/min/{1.73_m2}
  severe when egfr under 30 mL/min/{1.73_m2}
pathway
  when stage is severe:
    refer to "nephrology" [r1]
  when stage is moderate:
    advise "measure it again in 3 months" [r1]
  when stage is mild:
    note "measure it again in a year"
