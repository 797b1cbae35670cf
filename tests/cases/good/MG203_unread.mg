guideline g
  title   "Example"
  version 1.0.0
substance paracetamol formula C8H9NO2
input weight in kg, plausible 1 to 300
input fever yes or no
pathway
  give 15 mg/kg of paracetamol by weight uncited because "example"
  when fever is unknown:
    # whether it is known is what counts
    order fever uncited because "example"
