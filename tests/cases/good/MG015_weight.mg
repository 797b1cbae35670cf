guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance alteplase formula CH4
input weight in kg, plausible 1 to 300
input stroke yes or no
pathway
  when stroke and weight over 40 kg:
    give 0.9 mg/kg of alteplase by weight [r1]
