# The KDIGO grid: filtration and albumin give the risk, how often to measure again, and whom to refer.
# as_published/kdigo2012.mg is its source, faults kept; what is mended here says so where it stands.
# Statements that the source gives no grade ("not graded") have none here. 1B is its "we recommend, moderate".

guideline ckd_risk
  title      "Risk and monitoring in chronic kidney disease"
  version    1.1.0
  status     draft
  for        "adults with kidney findings that have lasted more than 3 months"
  applies when age at least 18 years and lasting
  issued     2026-11-22
  review by  2028-11-22

source kdigo2012 "KDIGO 2012 Clinical Practice Guideline for the Evaluation and Management of"
  "Chronic Kidney Disease. Kidney Int Suppl 3(1):1-150"
  year        2013
  doi         "10.1038/kisup.2012.73"
  population  "general and high-risk cohorts"

substance creatinine formula C4H7N3O

input age in years whole, plausible 0 to 120
input lasting "findings for more than 3 months" yes or no
input egfr "estimated glomerular filtration rate" in mL/min/1.73 m2, plausible 0 to 200
input acr "urine albumin to creatinine ratio" in mg per mmol of creatinine, plausible 0 to 2000
input fast_progression yes or no,
  ask "Does the filtration rate fall by more than 5 mL/min/1.73 m² a year?"
input acute_fall yes or no,
  ask "Is there acute kidney injury, or an abrupt and sustained fall of the filtration rate?"
input referral_signs "other reasons to refer" any of red_cell_casts "red-cell casts, or over 20 red cells a field with no explanation",
  resistant_hypertension "hypertension in spite of 4 drugs or more",
  potassium "persistently abnormal potassium", stones "recurrent or extensive kidney stones",
  hereditary "hereditary kidney disease"

table by egfr gives GFR_category
  at least 90 mL/min/1.73 m2     | G1   [kdigo2012]
  60 to under 90 mL/min/1.73 m2  | G2   [kdigo2012]
    differs from source "60-89" because "a rate of 89.5 is in no band of the source"
  45 to under 60 mL/min/1.73 m2  | G3a  [kdigo2012]
    differs from source "45-59" because "as for 60-89"
  30 to under 45 mL/min/1.73 m2  | G3b  [kdigo2012]
    differs from source "30-44" because "as for 60-89"
  15 to under 30 mL/min/1.73 m2  | G4   [kdigo2012]
    differs from source "15-29" because "as for 60-89"
  under 15 mL/min/1.73 m2        | G5   [kdigo2012]

table by acr gives ACR_category
  under 3 mg per mmol of creatinine  | A1  [kdigo2012]
    differs from source "under 30 mg/g" because "that is 3.39 mg/mmol, and A2"
  3 to 30 mg per mmol of creatinine  | A2  [kdigo2012]
  over 30 mg per mmol of creatinine  | A3  [kdigo2012]
    differs from source "over 300 mg/g" because "that is 33.9 mg/mmol"

table by GFR_category, ACR_category gives risk, visits
  G1, G2  | A1      | low        | once_a_year          [kdigo2012]
  G1, G2  | A2      | moderate   | once_a_year          [kdigo2012]
  G1, G2  | A3      | high       | twice_a_year         [kdigo2012]
  G3a     | A1      | moderate   | once_a_year          [kdigo2012]
  G3a     | A2      | high       | twice_a_year         [kdigo2012]
  G3a     | A3      | very_high  | three_times_a_year   [kdigo2012]
  G3b     | A1      | high       | twice_a_year         [kdigo2012]
  G3b     | A2, A3  | very_high  | three_times_a_year   [kdigo2012]
  G4      | A1, A2  | very_high  | three_times_a_year   [kdigo2012]
  G4      | A3      | very_high  | four_or_more_a_year  [kdigo2012]
  G5      | any     | very_high  | four_or_more_a_year  [kdigo2012]

monitor kidney "kidney function": egfr, acr
  every 12 months when visits is once_a_year [kdigo2012]
  every 6 months when visits is twice_a_year [kdigo2012]
  every 4 months when visits is three_times_a_year [kdigo2012]
  every 3 months when visits is four_or_more_a_year [kdigo2012]
    differs from source "4 or more times a year" because "a schedule needs one number"

pathway

  report GFR_category, ACR_category, risk, visits
  when egfr is unknown:
    order egfr [kdigo2012]
  when acr is unknown:
    order acr [kdigo2012]
  start kidney [kdigo2012]
  when egfr under 30 mL/min/1.73 m2
      or acr at least 30 mg per mmol of creatinine
      or fast_progression
      or acute_fall
      or referral_signs has red_cell_casts, resistant_hypertension, potassium, stones, hereditary:
    refer to "nephrology" (strong, moderate) [kdigo2012]
  when risk is low:
    note "Without another sign of kidney damage this is not chronic kidney disease." [kdigo2012]

# The cells of the source's grid, one case for each of its six numbers.
case "G3a A2"
  age 60 years, lasting yes, egfr 50 mL/min/1.73 m2, acr 10 mg/mmol, fast_progression no
  acute_fall no, referral_signs none
  expect GFR_category G3a
  expect risk high
  expect visits twice_a_year
  expect start kidney
  expect no refer to "nephrology"

case "G1 A3"
  age 30 years, lasting yes, egfr 110 mL/min/1.73 m2, acr 50 mg/mmol
  expect risk high
  expect visits twice_a_year
  expect refer to "nephrology"

case "G3a A3"
  age 60 years, lasting yes, egfr 45 mL/min/1.73 m2, acr 30.1 mg/mmol
  expect GFR_category G3a
  expect ACR_category A3
  expect visits three_times_a_year

case "G3b A1"
  age 60 years, lasting yes, egfr 44.9 mL/min/1.73 m2, acr 2.9 mg/mmol
  expect GFR_category G3b
  expect ACR_category A1
  expect risk high
  expect visits twice_a_year

case "G4 A2"
  age 60 years, lasting yes, egfr 15 mL/min/1.73 m2, acr 3 mg/mmol
  expect GFR_category G4
  expect ACR_category A2
  expect visits three_times_a_year

case "G4 A3"
  age 60 years, lasting yes, egfr 29.9 mL/min/1.73 m2, acr 300 mg/mmol
  expect GFR_category G4
  expect visits four_or_more_a_year

case "G2 and G3a meet at 60"
  age 60 years, lasting yes, egfr 60 mL/min/1.73 m2, acr 1 mg/mmol
  expect GFR_category G2
  expect risk low

case "G3a ends under 60"
  age 60 years, lasting yes, egfr 59.9 mL/min/1.73 m2, acr 1 mg/mmol
  expect GFR_category G3a
  expect risk moderate

case "A2 ends at 30 mg/mmol, where referral starts"
  age 60 years, lasting yes, egfr 95 mL/min/1.73 m2, acr 30 mg/mmol
  expect ACR_category A2
  expect risk moderate
  expect refer to "nephrology"

case "30 mg/g is 3.39 mg/mmol"
  age 60 years, lasting yes, egfr 95 mL/min/1.73 m2, acr 30 mg per g of creatinine
  expect ACR_category A2

case "270 mg/g is 30.5 mg/mmol"
  age 60 years, lasting yes, egfr 95 mL/min/1.73 m2, acr 270 mg per g of creatinine
  expect ACR_category A3

case "G3b begins at 30: no referral for the rate alone"
  age 60 years, lasting yes, egfr 30 mL/min/1.73 m2, acr 1 mg/mmol, fast_progression no
  acute_fall no, referral_signs none
  expect GFR_category G3b
  expect no refer to "nephrology"

case "G2 A1, falling fast"
  age 60 years, lasting yes, egfr 80 mL/min/1.73 m2, acr 1 mg/mmol, fast_progression yes
  expect refer to "nephrology"

case "G2 A1, hereditary disease"
  age 40 years, lasting yes, egfr 80 mL/min/1.73 m2, acr 1 mg/mmol, referral_signs hereditary
  expect refer to "nephrology"

case "G5, albumin never measured: very high whatever it is"
  age 60 years, lasting yes, egfr 12 mL/min/1.73 m2
  expect risk very_high
  expect visits four_or_more_a_year
  expect order acr
  expect refer to "nephrology"

case "G3b, albumin never measured"
  age 60 years, lasting yes, egfr 40 mL/min/1.73 m2
  expect GFR_category G3b
  expect order acr
  expect ask acr
  expect no refer to "nephrology"

case "rate never measured"
  age 60 years, lasting yes, acr 10 mg/mmol
  expect order egfr

case "found a week ago"
  age 60 years, lasting no, egfr 40 mL/min/1.73 m2, acr 10 mg/mmol
  expect outside
