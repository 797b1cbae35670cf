# The table of McIsaac and others, CMAJ 1998, as printed: the points, and the scores 0 to 4 with their management. It is meant
# to fail `check`; ../mcisaac.mg is the corrected guideline. The table does not say that an age counts in whole years.

guideline mcisaac_published
  title      "A clinical score to reduce unnecessary antibiotic use in patients with sore throat"
  version    1.0.0
  status     draft
  for        "patients aged 3 to 76 years with a new upper respiratory tract infection"
  applies when age at least 3 years

source mcisaac1998 "A clinical score to reduce unnecessary antibiotic use in patients with sore"
  "throat. CMAJ 158:75-83"
  year        1998
  population  "521 patients aged 3 to 76 years in family practice in Toronto"

input age in years, plausible 0 to 120
input temperature in Cel, plausible 33 to 43
input cough yes or no
input tender_nodes "tender anterior cervical adenopathy" yes or no
input tonsils "tonsillar swelling or exudate" yes or no
input clinical_grounds "high fever or clinically unwell, and presenting early" yes or no

table by age gives age_points
  3 to 14 years      | 1   [mcisaac1998]
  15 to 44 years     | 0   [mcisaac1998]
  at least 45 years  | -1  [mcisaac1998]

score sore_throat "Total score"
  1 when temperature over 38 Cel [mcisaac1998]
  1 when not cough [mcisaac1998]
  1 when tender_nodes [mcisaac1998]
  1 when tonsils [mcisaac1998]
  add age_points [mcisaac1998]

pathway
  report sore_throat

  decide "Suggested management" by sore_throat
    0:
      note "Chance of streptococcal infection 2-3%." [mcisaac1998]
      advise "no culture or antibiotic" [mcisaac1998]
    1:
      note "Chance of streptococcal infection 4-6%." [mcisaac1998]
      advise "no culture or antibiotic" [mcisaac1998]
    2:
      note "Chance of streptococcal infection 10-12%." [mcisaac1998]
      advise "culture all, treat only if culture positive" [mcisaac1998]
    3:
      note "Chance of streptococcal infection 27-28%." [mcisaac1998]
      advise "culture all, treat only if culture positive" [mcisaac1998]
    4:
      note "Chance of streptococcal infection 38-63%." [mcisaac1998]
      advise "culture all" [mcisaac1998]
      when clinical_grounds:
        suggest "penicillin" [mcisaac1998]
