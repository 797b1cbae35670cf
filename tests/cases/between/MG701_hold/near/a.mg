guideline fibrillation
  title   "Atrial fibrillation"
  version 0.1.0
source r1 "Reference 1"
substance apixaban formula C25H25N5O4
input fibrillation yes or no
input surgery_planned yes or no
regimen anticoagulation "Anticoagulation" of apixaban
  route oral
  step 1: 5 mg of apixaban 2 times daily [r1]
pathway
  when fibrillation and not surgery_planned:
    give anticoagulation [r1]
