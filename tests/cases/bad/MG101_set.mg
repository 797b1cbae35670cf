#! MG101 error 7:3
guideline g
  title   "Example"
  version 1.0.0
input diuretics any of loop, thiazide
pathway
  decide by diuretics
    loop:
      note "a"
    thiazide:
      note "a"
