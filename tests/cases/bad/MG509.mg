#! MG509 error 9:8
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance paracetamol formula C8H9NO2
input weight in kg, plausible 3 to 150
pathway
  give 15 mg/kg of paracetamol by weight rounded to 250 mg 4 times daily [r1]
