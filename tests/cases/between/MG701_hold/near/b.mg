guideline surgery
  title   "Before surgery"
  version 0.1.0
source r1 "Reference 1"
substance apixaban formula C25H25N5O4
input surgery_planned yes or no
pathway
  when surgery_planned:
    hold apixaban until not surgery_planned [r1]
