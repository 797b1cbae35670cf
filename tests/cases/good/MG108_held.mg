guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance drug_x
input vomiting yes or no
input poor_sleep yes or no
regimen r of drug_x
  step 1: 100 mg at night [r1]
pathway
  when vomiting:
    hold r [r1]
    end
  when poor_sleep:
    give r [r1]
