#! MG016 error 7:7
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
class first_line of second_line
class second_line of first_line
input pain yes or no
pathway
  when pain:
    advise against first_line [r1]
