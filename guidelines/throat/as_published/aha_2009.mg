# The dose of penicillin V by weight in the American Heart Association's statement of 2009, as printed: "children <= 27 kg
# (60 lb)" and "> 27 kg (60 lb), adolescents, and adults". It says "2 to 3 times daily", for which the language has no form.
# ../mcisaac.mg keeps the kilograms alone.

guideline penicillin_published
  title      "Primary prevention of rheumatic fever: penicillin V"
  version    1.0.0
  status     draft
  for        "people with streptococcal tonsillopharyngitis"

source aha2009 "Prevention of rheumatic fever and diagnosis and treatment of acute streptococcal"
  "pharyngitis. Circulation 119:1541-1551"
  year  2009
  doi   "10.1161/CIRCULATIONAHA.109.191959"

substance penicillin_v "penicillin V" formula C16H18N2O5S

input weight in kg, plausible 5 to 300

pathway
  decide by weight
    at most 27 kg (also 60 lb):
      give 250 mg of penicillin_v 2 times daily for 10 d because "class I, level B" [aha2009]
    over 27 kg (also 60 lb):
      give 500 mg of penicillin_v 2 times daily for 10 d because "class I, level B" [aha2009]
