#! MG401 error 11:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ibuprofen formula C13H18O2
input asthma yes or no
pitfall "Ibuprofen can bring on asthma" [r1]
  never give ibuprofen when asthma
pathway
  give 400 mg of ibuprofen once [r1]
  when not asthma:
    advise "take it with food" [r1]
