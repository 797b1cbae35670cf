guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference"
substance lisinopril formula C21H31N3O5
class ace_inhibitor "ACE inhibitor" of lisinopril
input systolic in mmHg, plausible 50 to 300
input pregnant yes or no
pathway
  when not pregnant and systolic at least 140 mmHg:
    suggest lisinopril [r1]
  when pregnant:
    advise against ace_inhibitor because "it harms the unborn child" [r1]
