#! MG202 error 19:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ibuprofen formula C13H18O2
input asthma yes or no
input polyps yes or no
pitfall "Ibuprofen can bring on asthma" [r1]
  never give ibuprofen when asthma and polyps # both
pathway
  decide
    asthma and polyps:
      end because "no"
    otherwise:
      continue
    unknown:
      continue
  give 100 mg of ibuprofen once [r1]
