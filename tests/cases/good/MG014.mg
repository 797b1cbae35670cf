guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input dry yes or no
input loss in kg, plausible 0 to 30
define low: loss over 3 kg
pathway
  when low and dry:
    advise "drink" [r1]
