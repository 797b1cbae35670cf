guideline g
  title   "Example"
  version 1.0.0
pathway
  follow care
  follow more
part care
  note "b"
  follow more
part more
  note "c"
