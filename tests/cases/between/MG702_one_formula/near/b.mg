guideline pain
  title   "Pain"
  version 0.1.0
source r1 "Reference 1"
substance ibuprofen formula C13H18O2
input pain one of none, mild, severe
pathway
  when pain is mild:
    give 400 mg of ibuprofen 4 times daily [r1]
