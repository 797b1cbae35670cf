guideline ward
  title "ward"
  version 1.0.0
  status draft
source r1 "Reference 1"
substance glucose formula C6H12O6
substance insulin
input sugar "Blood glucose" in mg/dL of glucose, plausible 10 to 1000
pathway
  when sugar over 180 mg/dL:
    give 4 units of insulin once [r1]
