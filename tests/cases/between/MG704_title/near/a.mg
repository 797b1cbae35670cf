guideline a
  title "a"
  version 1.0.0
  status draft
source r1 "Reference 1"
input egfr in mL/min/{1.73_m2}, plausible 0 to 200
define bad_kidneys "Severe renal impairment": egfr under 20 mL/min/{1.73_m2}
pathway
  when bad_kidneys:
    refer to "nephrology" [r1]
