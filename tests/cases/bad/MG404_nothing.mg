#! MG404 warning 8:1
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ibuprofen formula C13H18O2
input asthma yes or no
caution ibuprofen when asthma:
  continue
pathway
  give 400 mg of ibuprofen 3 times daily [r1]
