guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ibuprofen formula C13H18O2
input pain yes or no
input fever yes or no
input asthma yes or no
pitfall "Ibuprofen can bring on asthma" [r1]
  never give ibuprofen when asthma
pathway
  when pain and not asthma:
    give 400 mg of ibuprofen 3 times daily [r1]
    when fever:
      give 400 mg of ibuprofen once [r1]
    # a remark
    give 200 mg of ibuprofen once [r1]
  when fever and not asthma:
    give 100 mg of ibuprofen once [r1]
