guideline g
  title   "Example"
  version 1.0.0
pathway
  follow care
  follow care
part care
  note "b"
