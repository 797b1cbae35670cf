#! MG401 error 20:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance drug_x
input vomiting yes or no
input pain yes or no
input fever yes or no
caution drug_x when not vomiting:
  advise "take it with food" [r1]
pitfall "Drug X makes vomiting worse" [r1]
  never give drug_x when vomiting
pathway
  when pain:
    follow care
  when fever and not pain:
    follow care
part care
  give 100 mg of drug_x at night [r1]
