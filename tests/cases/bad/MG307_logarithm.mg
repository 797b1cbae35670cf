#! MG307 error 9:20
guideline g
  title   "Example"
  version 1.0.0
substance insulin, in unit
input glucose in mmol/L, plausible 1 to 50
input target in mmol/L, plausible 4 to 10
input basal in unit of insulin, plausible 1 to 100
define correction: log10((glucose in mmol/L - target in mmol/L) * 2) * basal
pathway
  when glucose at least target:
    report correction
