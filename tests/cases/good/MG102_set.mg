guideline g
  title   "Example"
  version 1.0.0
input diuretics any of loop, thiazide
pathway
  decide by diuretics first that applies
    loop:
      note "a"
    thiazide:
      note "b"
    otherwise:
      note "c"
