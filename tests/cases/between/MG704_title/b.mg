guideline b
  title "b"
  version 1.0.0
  status draft
source r1 "Reference 1"
input egfr in mL/min/{1.73_m2}, plausible 0 to 200
define severe_ckd "Severe renal impairment": egfr under 30 mL/min/{1.73_m2}
pathway
  when severe_ckd:
    refer to "nephrology" [r1]
