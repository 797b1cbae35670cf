guideline g
  title   "Example"
  version 1.0.0
input nyha one of class1 "I", class2 "II", class3 "III", class4 "IV"
pathway
  decide by nyha
    class1, class2:
      note "a"
    class3, class4:
      note "b"
