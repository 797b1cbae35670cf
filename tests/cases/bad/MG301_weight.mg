#! MG301 error 11:10
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance aspirin formula C9H8O4
input pain yes or no
input weight in kg, plausible 1 to 300
pathway
  when pain and weight over 40 kg:
    give 10 mg of aspirin by weight [r1]
