#! MG404 warning 9:1
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
class ace_inhibitor "ACE inhibitor" of ramipril, lisinopril
class arb "ARB" of losartan, candesartan
input asthma yes or no
caution ace_inhibitor when asthma:
  advise "an ACE inhibitor's cough may be taken for asthma" [r1]
pathway
  give arb [r1]
