#! MG402 error 22:3
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ibuprofen formula C13H18O2
input asthma yes or no
input pain yes or no
input fever yes or no
pitfall "Ask for asthma before ibuprofen" [r1]
  never give ibuprofen when asthma is unknown
pathway
  when pain:
    when asthma is unknown:
      order asthma [r1]
      end
    follow relief
pathway b
  when fever:
    follow relief
part relief
  give 100 mg of ibuprofen once [r1]
