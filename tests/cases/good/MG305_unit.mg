guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance creatinine formula C4H7N3O
input level in umol/L of creatinine, plausible 60 to 900
pathway
  when level over 1.5 mg/dL:
    advise "act" [r1]
