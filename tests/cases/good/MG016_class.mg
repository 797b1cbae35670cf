guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
class first_line of second_line
class second_line of ramipril
input pain yes or no
pathway
  when pain:
    advise against first_line [r1]
