guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input a yes or no
input b yes or no
define severe at least 2 of:
  a
  b
pathway
  when severe:
    advise "act" [r1]
