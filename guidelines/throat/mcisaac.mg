# The sore-throat score of McIsaac, 1998 (Centor's four signs and the age), with its management. Its table stops at 0 and 4,
# while its points add up to -1 and to 5: as_published/mcisaac_1998.mg shows it. The dose is the American Heart Association's.

guideline mcisaac
  title      "Sore throat: the McIsaac score"
  version    1.1.0
  status     draft
  for        "people of 3 years and older with a new sore throat"
  applies when age at least 3 years
  issued     2026-11-22
  review by  2028-11-22

source mcisaac1998 "A clinical score to reduce unnecessary antibiotic use in patients with sore"
  "throat. CMAJ 158:75-83"
  year        1998
  population  "521 patients aged 3 to 76 years in family practice in Toronto"
  finding     "sensitivity for group A streptococcus 83.1%, of usual care 69.4%"
source fine2012 "Large-scale validation of the Centor and McIsaac scores to predict group A"
  "streptococcal pharyngitis. Arch Intern Med 172:847-852"
  year        2012
  population  "206 870 patients of 3 years and older in retail clinics"
  doi         "10.1001/archinternmed.2012.950"
source aha2009 "Prevention of rheumatic fever and diagnosis and treatment of acute streptococcal"
  "pharyngitis. Circulation 119:1541-1551"
  year  2009
  doi   "10.1161/CIRCULATIONAHA.109.191959"

substance penicillin_v "penicillin V" formula C16H18N2O5S
substance erythromycin formula C37H67NO13

input age in years whole, plausible 0 to 120
input weight in kg, plausible 5 to 300
input temperature in Cel, plausible 33 to 43
input cough yes or no
input tender_nodes "tender anterior cervical nodes" yes or no
input tonsils "tonsillar swelling or exudate" yes or no
input unwell "high fever or unwell early in the course" yes or no
input throat_culture one of positive, negative
input penicillin_allergy yes or no

score sore_throat "McIsaac score"
  1 when temperature over 38 Cel [mcisaac1998]
  1 when not cough [mcisaac1998]
  1 when tender_nodes [mcisaac1998]
  1 when tonsils [mcisaac1998]
  1 when age under 15 years [mcisaac1998]
    differs from source "3-14" because "14 lasts until the birthday"
  -1 when age at least 45 years [mcisaac1998]

table by sore_throat gives chance, chance_validated
  at most 0   | "2 to 3%"    | "8%"   [mcisaac1998, fine2012]
    differs from source "0" because "-1 is possible"
  1           | "4 to 6%"    | "14%"  [mcisaac1998, fine2012]
  2           | "10 to 12%"  | "23%"  [mcisaac1998, fine2012]
  3           | "27 to 28%"  | "37%"  [mcisaac1998, fine2012]
  at least 4  | "38 to 63%"  | "55%"  [mcisaac1998, fine2012]
    differs from source "4" because "5 is possible"

pitfall "Penicillin allergy" [mcisaac1998]
  never give penicillin_v when penicillin_allergy

pathway

  report sore_throat, chance, chance_validated

  decide "Culture, treat, or neither?" by sore_throat
    at most 1:
      advise "no culture and no antibiotic" [mcisaac1998]
    2 to 3:
      follow by_culture
    at least 4:
      decide "Treat on clinical grounds, before the culture?"
        unwell and throat_culture is unknown:
          order throat_culture [mcisaac1998]
          follow treat
        not unwell or throat_culture is known:
          follow by_culture

part by_culture "Culture, and treat only if positive"
  decide "Culture" by throat_culture
    unknown:
      order throat_culture [mcisaac1998]
    positive:
      follow treat
    negative:
      advise "no antibiotic" [mcisaac1998]

part treat "Treatment"
  decide "Allergic to penicillin?"
    penicillin_allergy:
      give erythromycin, dose unspecified "erythromycin" [mcisaac1998]
        allow MG508 because "the source names the drug, and neither its dose nor for how long"
    not penicillin_allergy:
      decide "Penicillin V" by weight
        at most 27 kg differs from source "27 kg (60 lb)" because "60 lb is 27.2 kg":
          give 250 mg of penicillin_v 2 times daily for 10 d [aha2009]
            differs from source "2 to 3 times daily" because "a schedule needs one number"
        over 27 kg:
          give 500 mg of penicillin_v 2 times daily for 10 d [aha2009]
            differs from source "2 to 3 times daily" because "a schedule needs one number"

case "a child of 7 with all four signs: 5 points"
  age 7 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils yes, unwell yes
  penicillin_allergy no, weight 25 kg
  expect sore_throat 5
  expect chance "38 to 63%"
  expect order throat_culture
  expect give 250 mg of penicillin_v

case "a man of 60 with a cough and no sign: -1 points"
  age 60 years, temperature 37 Cel, cough yes, tender_nodes no, tonsils no
  expect sore_throat -1
  expect chance "2 to 3%"
  expect advise "no culture and no antibiotic"

case "one point"
  age 30 years, temperature 38 Cel, cough no, tender_nodes no, tonsils no
  expect sore_throat 1
  expect advise "no culture and no antibiotic"
  expect no order throat_culture

case "38.1 is over 38: two points"
  age 30 years, temperature 38.1 Cel, cough no, tender_nodes no, tonsils no
  expect sore_throat 2
  expect order throat_culture
  expect no advise "no culture and no antibiotic"

case "14 years"
  age 14 years, temperature 37 Cel, cough yes, tender_nodes yes, tonsils no
  expect sore_throat 2
  expect order throat_culture

case "15 years"
  age 15 years, temperature 37 Cel, cough yes, tender_nodes yes, tonsils no
  expect sore_throat 1
  expect advise "no culture and no antibiotic"

case "44 years"
  age 44 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils no
  expect sore_throat 3
  expect chance "27 to 28%"

case "45 years"
  age 45 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils no
  expect sore_throat 2
  expect chance "10 to 12%"

case "three points, culture positive, 27 kg"
  age 9 years, temperature 39 Cel, cough no, tender_nodes no, tonsils no, throat_culture positive
  penicillin_allergy no, weight 27 kg
  expect sore_throat 3
  expect give 250 mg of penicillin_v

case "three points, culture positive, 60 lb is over 27 kg"
  age 9 years, temperature 39 Cel, cough no, tender_nodes no, tonsils no, throat_culture positive
  penicillin_allergy no, weight 60 lb
  expect give 500 mg of penicillin_v

case "two points, culture negative"
  age 30 years, temperature 39 Cel, cough no, tender_nodes no, tonsils no, throat_culture negative
  expect sore_throat 2
  expect advise "no antibiotic"

case "four points, well, no culture yet"
  age 30 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils yes, unwell no
  expect sore_throat 4
  expect order throat_culture
  expect no give 500 mg of penicillin_v

case "four points, unwell, allergic"
  age 30 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils yes, unwell yes
  penicillin_allergy yes
  expect give erythromycin
  expect no give 500 mg of penicillin_v

case "four points, unwell, allergy never asked about"
  age 30 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils yes, unwell yes
  weight 70 kg
  expect ask penicillin_allergy
  expect no give 500 mg of penicillin_v

case "throat not looked at: culture whatever is seen"
  age 30 years, temperature 39 Cel, cough no, tender_nodes no
  expect sore_throat 2 to 3
  expect order throat_culture

case "temperature and throat unknown"
  age 30 years, cough no, tender_nodes no
  expect sore_throat 1 to 3
  expect ask temperature
  expect ask tonsils
  expect no advise "no culture and no antibiotic"

case "a child of 2"
  age 2 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils yes
  expect outside

case "four points, unwell, culture negative"
  age 30 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils yes, unwell yes
  throat_culture negative
  expect advise "no antibiotic"
  expect no give 500 mg of penicillin_v

case "four points, culture positive: how unwell no longer matters"
  age 30 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils yes
  throat_culture positive, penicillin_allergy no, weight 70 kg
  expect give 500 mg of penicillin_v

case "four points, no culture, not asked how unwell"
  age 30 years, temperature 39 Cel, cough no, tender_nodes yes, tonsils yes
  expect ask unwell
  expect no give 500 mg of penicillin_v

case "age unknown"
  temperature 39 Cel, cough no, tender_nodes yes, tonsils yes
  expect ask age

case "a child of 3, cough and nodes not known"
  age 3 years, temperature 39 Cel, tonsils yes
  expect sore_throat 3 to 5
  expect ask cough
  expect ask tender_nodes
  expect no advise "no culture and no antibiotic"

case "4 years, no sign but age and temperature"
  age 4 years, temperature 39 Cel, cough yes, tender_nodes no, tonsils no
  expect sore_throat 2
  expect order throat_culture

case "16 years, no sign"
  age 16 years, temperature 37 Cel, cough yes, tender_nodes no, tonsils no
  expect sore_throat 0
  expect chance "2 to 3%"

case "46 years"
  age 46 years, temperature 39 Cel, cough yes, tender_nodes no, tonsils no
  expect sore_throat 0
  expect advise "no culture and no antibiotic"

case "culture positive, weight unknown"
  age 9 years, temperature 39 Cel, cough no, tender_nodes no, tonsils no, throat_culture positive
  penicillin_allergy no
  expect ask weight
  expect no give 250 mg of penicillin_v
