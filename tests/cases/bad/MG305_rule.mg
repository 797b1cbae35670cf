#! MG305 error 10:40
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance potassium formula K, charge 1
input level "serum potassium" in mmol/L, plausible 1 to 9
pitfall "Never potassium in hyperkalaemia" [r1]
  never give potassium when level is unknown
  never give potassium when level over 50 mmol/L
pathway
  decide by level
    unknown:
      order level [r1]
      end
    under 3.5 mmol/L:
      give 20 mmol of potassium daily [r1]
    at least 3.5 mmol/L:
      note "no potassium needed" [r1]
