#! MG202 error 19:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance metformin formula C4H11N5
input creatinine_clearance in mL/min, plausible 0 to 250
pitfall "No metformin in failing kidneys" [r1]
  never give metformin when creatinine_clearance under 30 mL/min
pathway
  decide by creatinine_clearance
    unknown:
      order creatinine_clearance [r1]
    under 30 mL/min:
      advise against metformin [r1]
      end
    at least 30 mL/min:
      continue
  give 500 mg of metformin 2 times daily [r1]
