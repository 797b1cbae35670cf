guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
regimen pressure of ramipril
  step 1: 2.5 mg daily [r1]
input creatinine_clearance in mL/min, plausible 0 to 250
pitfall "Kidneys first"
  never give ramipril when creatinine_clearance under 30 mL/min [r1]
pathway
  when creatinine_clearance under 30 mL/min:
    end because "kidneys first"
  give pressure [r1]
