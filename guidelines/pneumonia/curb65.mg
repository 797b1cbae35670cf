# CURB-65 as the British Thoracic Society uses it: five points, three groups, and where to treat. Its grades (B+, D) are not
# GRADE: they stand in words. The American statement of 2007 rounds the limit of urea: as_published/idsa_ats_2007.mg shows it.

guideline curb_65
  title      "CURB-65: severity of pneumonia and where to treat"
  version    1.0.0
  status     draft
  for        "adults with community-acquired pneumonia in hospital"
  applies when age at least 18 years
  issued     2026-11-22
  review by  2028-11-22

source lim2003 "Defining community acquired pneumonia severity on presentation to"
  "hospital. Thorax 58:377-382"
  year        2003
  population  "1068 adults with community-acquired pneumonia in three countries"
  doi         "10.1136/thorax.58.5.377"
source bts2009 "British Thoracic Society guidelines for community acquired pneumonia in adults:"
  "update 2009. Thorax 64(Suppl 3)"
  year  2009
  doi   "10.1136/thx.2009.121434"
source idsa2007 "Infectious Diseases Society of America/American Thoracic Society consensus"
  "guidelines on community-acquired pneumonia in adults. Clin Infect Dis 44(Suppl 2):S27-S72"
  year  2007
  doi   "10.1086/511159"

substance nitrogen formula N
substance urea formula CO(NH2)2, gives 2 nitrogen

input age in years whole, plausible 0 to 120
input confusion "new confusion" yes or no,
  ask "Mental test score 8 or less, or new disorientation in person, place or time?"
input urea_level "serum urea" in mmol/L of urea, plausible 0.5 to 100, loinc "22664-7"
input respiratory_rate in /min whole, plausible 4 to 80
input systolic "systolic blood pressure" in mmHg, plausible 40 to 300
input diastolic "diastolic blood pressure" in mmHg, plausible 20 to 200

score curb65 "CURB-65"
  1 when confusion [lim2003]
  1 when urea_level over 7 mmol/L (also 19.6 mg/dL of nitrogen) [lim2003, idsa2007]
    differs from source "7 mmol/L (20 mg/dL)" because "20 mg/dL is 7.1 mmol/L"
  1 when respiratory_rate at least 30 /min [lim2003]
  1 when systolic under 90 mmHg or diastolic at most 60 mmHg [lim2003]
  1 when age at least 65 years [lim2003]

table by curb65 gives severity, mortality, mortality_for_the_score
  0  | low       | "under 3%"   | "0.7%"   [bts2009, idsa2007]
  1  | low       | "under 3%"   | "2.1%"   [bts2009, idsa2007]
  2  | moderate  | "9%"         | "9.2%"   [bts2009, idsa2007]
  3  | high      | "15 to 40%"  | "14.5%"  [bts2009, idsa2007]
  4  | high      | "15 to 40%"  | "40%"    [bts2009, idsa2007]
  5  | high      | "15 to 40%"  | "57%"    [bts2009, idsa2007]

pathway

  report curb65, severity, mortality, mortality_for_the_score
  when urea_level is unknown:
    order urea_level [bts2009]

  decide "Where to treat" by curb65
    0 to 1:
      suggest "treatment at home" because "BTS grade B+" [bts2009]
      advise "weigh social circumstances and wishes first" because "BTS grade D" [bts2009]
    2:
      suggest "a short stay in hospital or hospital-supervised outpatient care"
        because "BTS grade B+"
        [bts2009]
    at least 3:
      advise "admit and treat as severe pneumonia" because "BTS grade B+" [bts2009]
      advise "have a senior physician review at the earliest opportunity"
        because "BTS grade B+"
        [bts2009]
      when curb65 at least 4:
        advise "assess for transfer to critical care" because "BTS grade B+" [bts2009]

case "nothing scores"
  age 64 years, confusion no, urea_level 7 mmol/L, respiratory_rate 29 /min, systolic 90 mmHg
  diastolic 61 mmHg
  expect curb65 0
  expect severity low
  expect suggest "treatment at home"

case "everything scores"
  age 65 years, confusion yes, urea_level 7.1 mmol/L, respiratory_rate 30 /min, systolic 89 mmHg
  diastolic 60 mmHg
  expect curb65 5
  expect severity high
  expect advise "assess for transfer to critical care"

case "two points: age and diastolic pressure"
  age 70 years, confusion no, urea_level 5 mmol/L, respiratory_rate 20 /min, systolic 120 mmHg
  diastolic 60 mmHg
  expect curb65 2
  expect severity moderate
  expect mortality_for_the_score "9.2%"
  expect suggest "a short stay in hospital or hospital-supervised outpatient care"

case "three points"
  age 70 years, confusion yes, urea_level 5 mmol/L, respiratory_rate 20 /min, systolic 89 mmHg
  diastolic 80 mmHg
  expect curb65 3
  expect advise "admit and treat as severe pneumonia"
  expect no advise "assess for transfer to critical care"

case "blood urea nitrogen 19.6 mg/dL is under 7 mmol/L"
  age 40 years, confusion no, urea_level 19.6 mg/dL of nitrogen, respiratory_rate 20 /min
  systolic 120 mmHg, diastolic 80 mmHg
  expect curb65 0

case "four points"
  age 70 years, confusion yes, urea_level 7.1 mmol/L, respiratory_rate 20 /min, systolic 120 mmHg
  diastolic 60 mmHg
  expect curb65 4
  expect mortality_for_the_score "40%"
  expect advise "admit and treat as severe pneumonia"
  expect advise "assess for transfer to critical care"

case "urea given as blood urea nitrogen"
  age 40 years, confusion no, urea_level 20 mg/dL of nitrogen, respiratory_rate 20 /min
  systolic 120 mmHg, diastolic 80 mmHg
  expect curb65 1

case "three points sure, urea and pressure unknown: high whatever they are"
  age 80 years, confusion yes, respiratory_rate 32 /min
  expect curb65 3 to 5
  expect severity high
  expect advise "admit and treat as severe pneumonia"
  expect order urea_level
  expect ask urea_level
  expect no advise "assess for transfer to critical care"

case "one point sure, urea unknown: home is not decided"
  age 70 years, confusion no, respiratory_rate 20 /min, systolic 120 mmHg, diastolic 80 mmHg
  expect curb65 1 to 2
  expect ask urea_level
  expect no suggest "treatment at home"

case "a child"
  age 12 years, confusion yes
  expect outside

case "17 years"
  age 17 years, confusion yes
  expect outside

case "18 years, confusion and breathing rate not known"
  age 18 years, urea_level 5 mmol/L, systolic 91 mmHg, diastolic 70 mmHg
  expect curb65 0 to 2
  expect ask confusion
  expect ask respiratory_rate
  expect no suggest "treatment at home"

case "19 years, diastolic 59 mmHg"
  age 19 years, confusion no, urea_level 5 mmol/L, respiratory_rate 31 /min, systolic 91 mmHg
  diastolic 59 mmHg
  expect curb65 2

case "age unknown"
  confusion yes, urea_level 8 mmol/L, respiratory_rate 31 /min
  expect ask age
