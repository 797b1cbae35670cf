#! MG108 error 7:1
guideline g
  title   "Example"
  version 1.0.0
pathway
  follow care
part care
  note "b"
  follow care
