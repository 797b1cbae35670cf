guideline g
  title   "Example"
  version 1.0.0
input potassium in mmol/L, plausible 1 to 10
pathway
  decide first that applies
    # it is asked first
    potassium is unknown:
      order potassium uncited because "example"
    potassium over 6 mmol/L:
      refer to "the emergency department" uncited because "example"
    otherwise:
      note "no action"
