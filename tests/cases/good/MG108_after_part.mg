guideline g
  title   "Example"
  version 1.0.0
pathway
  follow care
  note "a"
part care
  note "b"
