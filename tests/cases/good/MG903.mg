guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input fever yes or no
input cough yes or no
input age in years, plausible 0 to 120
define suspected: fever and (cough or age at least 65 years)
define likely any of:
  cough
  (fever and not cough) or (age under 2 years and (cough or fever))
pathway
  when likely and (suspected or (fever and cough)):
    advise "rest" [r1]
