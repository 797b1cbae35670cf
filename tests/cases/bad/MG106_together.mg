#! MG106 warning 11:3
guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 0 to 120
input weight in kg, plausible 1 to 300
table by age, weight gives share first that applies
  under 5 years           | any             | 0.25
  5 to 30 years           | under 40 kg     | 0.5
  31 to under 60 years    | under 50 kg     | 0.75
  20 to under 40 years    | under 35 kg     | 0.6
  any                     | any             | 1
pathway
  report share
