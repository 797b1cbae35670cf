guideline clinic
  title "clinic"
  version 1.0.0
  status draft
source r1 "Reference 1"
substance glucose formula C6H12O6
substance insulin
input sugar "Blood glucose" in mmol/L of glucose, plausible 0.5 to 60
pathway
  when sugar under 11 mmol/L:
    advise against insulin [r1]
