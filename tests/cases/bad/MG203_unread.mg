#! MG203 warning 7:1
guideline g
  title   "Example"
  version 1.0.0
substance paracetamol formula C8H9NO2
input weight in kg, plausible 1 to 300
input height in cm, plausible 30 to 230
pathway
  give 15 mg/kg of paracetamol by weight uncited because "example"
