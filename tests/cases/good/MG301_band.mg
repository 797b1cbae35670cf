guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input potassium in mmol/L, plausible 1 to 9
pathway
  decide by potassium
    unknown:
      order potassium [r1]
      end
    3.5 to 5 mmol/L:
      note "as it should be"
    otherwise:
      advise "act" [r1]
