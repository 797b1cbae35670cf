guideline g
  title   "Example"
  version 1.0.0
pathway
  note "a"
  follow care
part care
  note "b"
