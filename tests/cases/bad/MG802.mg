#! MG802 warning 5:13
guideline g
  title   "Example"
  version 1.0.0
  review by 2026-11-21
pathway
  note "a"
