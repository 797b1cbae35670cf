guideline kidney
  title   "Kidney disease"
  version 0.1.0
source r1 "Reference 1"
substance naproxen formula C14H14O3
input egfr in mL/min/{1.73_m2}, plausible 0 to 200
pathway
  when egfr under 30 mL/min/{1.73_m2}:
    advise against naproxen [r1]
