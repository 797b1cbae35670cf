#! MG401 error 15:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
input volume_depleted yes or no
pitfall "Correct volume depletion first" [r1]
  never give magnesium when volume_depleted
pathway
  when volume_depleted is unknown:
    order volume_depleted [r1]
    end
  give 480 mg of magnesium_oxide daily [r1]
