guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
input pregnant yes or no
define stop_now: pregnant
pitfall "Ramipril harms the unborn child" [r1]
  never give ramipril when pregnant
pitfall "A cough is not always a cold" [r1]
  unchecked because "advice to the reader"
pathway
  when stop_now:
    stop ramipril [r1]
