guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ramipril formula C23H32N2O5
substance lisinopril formula C21H31N3O5
class ace_inhibitor "ACE inhibitor" of ramipril, lisinopril
input pregnant yes or no
input hypertension yes or no
pitfall "ACE inhibitors harm the unborn child" [r1]
  never give ace_inhibitor when pregnant
pathway
  when hypertension and not pregnant:
    give 2.5 mg of ramipril once daily [r1]
