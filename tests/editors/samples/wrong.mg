guideline
  advise “rest” – 20–30 mL/min
  note "no end # [r1]
  stop magnesium ; 5 mg [r1
