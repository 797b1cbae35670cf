guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
class ace_inhibitor "ACE inhibitor" of ramipril, lisinopril
input asthma yes or no
caution ace_inhibitor when asthma:
  advise "an ACE inhibitor's cough may be taken for asthma" [r1]
pathway
  give ace_inhibitor [r1]
