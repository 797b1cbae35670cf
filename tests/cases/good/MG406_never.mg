guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference"
substance potassium formula K, charge 1
substance kcl "potassium chloride" formula KCl, gives 1 potassium
input k in mmol/L, plausible 1 to 12
pitfall "No potassium when it is high" [r1]
  never give potassium when k at least 5 mmol/L
pathway
  decide by k
    unknown:
      order k [r1]
    under 3.5 mmol/L:
      give 40 mmol of kcl in 1 L over 4 h [r1]
    3.5 to under 5.0 mmol/L:
      suggest kcl [r1]
    at least 5.0 mmol/L:
      advise against potassium [r1]
