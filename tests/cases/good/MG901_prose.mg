guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
pathway
  advise "give 0.5 mg or 1 mg magnesium sulfate (mail a@b.org) -> when Mg is under 0.70 or 1.0 mmol/L, GFR 60.0 mL/min" [r1]
