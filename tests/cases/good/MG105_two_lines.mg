guideline g
  title   "Example"
  version 1.0.0
input age in years whole, plausible 18 to 120
input sex one of male, female
impossible when sex is male and age over 110 years
pathway
  when sex is female:
    end because "women: another page"
  when age over 100 years:
    note "nobody either"
