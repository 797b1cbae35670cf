guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance metformin formula C4H11N5
input clearance in mL/min, plausible 0 to 250
pitfall "No metformin in failing kidneys" [r1]
  never give metformin when clearance is unknown or clearance under 30 mL/min
pathway
  when clearance is unknown:
    order clearance [r1]
    end
  when clearance under 30 mL/min:
    end because "failing kidneys"
  give 500 mg of metformin 2 times daily [r1]
