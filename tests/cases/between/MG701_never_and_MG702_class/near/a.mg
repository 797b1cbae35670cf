guideline gout
  title   "Acute gout"
  version 0.1.0
source r1 "Reference 1"
substance naproxen formula C14H14O3
input gout_attack yes or no
input arthritis yes or no
input egfr in mL/min/{1.73_m2}, plausible 0 to 200
pathway
  when gout_attack and not arthritis and egfr at least 30 mL/min/{1.73_m2}:
    give 500 mg of naproxen 2 times daily for 5 d [r1]
