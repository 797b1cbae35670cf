guideline metformin_start
  title   "Starting metformin"
  version 0.1.0
source r1 "Reference 1"
substance metformin formula C4H11N5
substance creatinine formula C4H7N3O
input creatinine_level in mg/dL of creatinine, plausible 0.1 to 20, loinc "2160-0"
input hba1c in %, plausible 3 to 20
pathway
  when hba1c at least 6.5 % and creatinine_level under 1.6 mg/dL:
    give 500 mg of metformin daily [r1]
