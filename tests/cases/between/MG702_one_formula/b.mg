guideline pain
  title   "Pain"
  version 0.1.0
source r1 "Reference 1"
substance acetaminophen formula C8H9NO2
input pain one of none, mild, severe
pathway
  when pain is mild:
    give 1000 mg of acetaminophen 4 times daily [r1]
