#! MG108 error 7:1
guideline g
  title   "Example"
  version 1.0.0
pathway
  note "a"
part care
  note "b"
