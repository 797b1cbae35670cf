guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
pathway
  unspecified "use with caution" [r1]
  advise "measure potassium every 3 days; analgesia as needed, as soon as it hurts" [r1]
