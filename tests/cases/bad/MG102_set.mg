#! MG102 error 10:5
guideline g
  title   "Example"
  version 1.0.0
input diuretics any of loop, thiazide
pathway
  decide by diuretics
    loop:
      note "a"
    thiazide:
      note "b"
    otherwise:
      note "c"
