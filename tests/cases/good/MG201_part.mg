guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference"
input potassium in mmol/L, plausible 1 to 10
input vomiting yes or no
pathway
  when vomiting:
    follow salts
    end because "vomiting comes first"
  follow salts
part salts
  decide by potassium
    under 3.5 mmol/L:
      advise "potassium by mouth" [r1]
    unknown:
      order potassium [r1]
    at least 3.5 mmol/L:
      note "no potassium needed"
