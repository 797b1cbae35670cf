guideline fever
  title   "Fever"
  version 0.1.0
source r1 "Reference 1"
substance paracetamol formula C8H9NO2
input temperature in Cel, plausible 30 to 45
pathway
  when temperature at least 38.5 Cel:
    give 1000 mg of paracetamol 4 times daily [r1]
