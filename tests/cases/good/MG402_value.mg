guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance metformin formula C4H11N5
input clearance in mL/min, plausible 0 to 250
input age in years whole, plausible 0 to 120
pitfall "No metformin in failing kidneys" [r1]
  never give metformin when clearance is unknown and age at least 60 years
pathway
  when clearance is unknown and age at least 60 years:
    order clearance [r1]
    end
  give 500 mg of metformin 2 times daily [r1]
