guideline contrast
  title   "Contrast media"
  version 0.1.0
source r1 "Reference 1"
substance metformin formula C4H11N5
substance creatinine formula C4H7N3O
input serum_creatinine in umol/L of creatinine, plausible 10 to 2000, loinc "2160-0"
input contrast_today yes or no
pathway
  when contrast_today and serum_creatinine over 150 umol/L:
    stop metformin [r1]
