guideline g
  title   "Example"
  version 1.0.0
  review by 2026-11-22
pathway
  note "a"
