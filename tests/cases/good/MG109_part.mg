guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance drug_x
input allergy yes or no
input pain yes or no
input fever yes or no
pitfall "Drug X and allergy" [r1]
  never give drug_x when allergy
pathway
  when pain:
    follow care
  when fever and not pain:
    follow care
part care
  decide "Allergic?"
    allergy:
      advise "another medicine" [r1]
    not allergy:
      when fever:
        advise "take it with food" [r1]
      give 100 mg of drug_x at night [r1]
