#! MG502 error 10:10
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input pain yes or no
substance paracetamol formula C8H9NO2
pathway
  when pain:
    give 1 g of paracetamol every 4 h at most 4 g per day [r1]
