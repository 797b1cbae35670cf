# The KDIGO grid: filtration and albumin give the risk and how often to measure again.

guideline ckd_risk
  title      "Risk and monitoring in chronic kidney disease"
  version    1.0.0
  status     draft
  for        "adults with kidney findings that have lasted more than 3 months"
  applies when age at least 18 years and lasting
  issued     2026-11-22
  review by  2028-11-22

source kdigo2012 "KDIGO 2012 guideline for chronic kidney disease. Kidney Int Suppl 3:1-150"
  year        2013
  population  "general and high-risk cohorts"

input age in years whole, plausible 0 to 120
input lasting "findings for more than 3 months" yes or no
input egfr "estimated glomerular filtration rate" in mL/min/1.73 m2, plausible 1 to 200
input acr "urine albumin to creatinine ratio" in mg/mmol, plausible 0 to 2000

table by egfr gives GFR_category
  at least 90 mL/min/1.73 m2     | G1   [kdigo2012]
  60 to under 90 mL/min/1.73 m2  | G2   [kdigo2012]
  45 to under 60 mL/min/1.73 m2  | G3a  [kdigo2012]
  30 to under 45 mL/min/1.73 m2  | G3b  [kdigo2012]
  15 to under 30 mL/min/1.73 m2  | G4   [kdigo2012]
  under 15 mL/min/1.73 m2        | G5   [kdigo2012]

table by acr gives ACR_category
  under 3 mg/mmol  | A1  [kdigo2012]
  3 to 30 mg/mmol  | A2  [kdigo2012]
  over 30 mg/mmol  | A3  [kdigo2012]

table by GFR_category, ACR_category gives risk, visits
  G1, G2  | A1      | low        | once_a_year         [kdigo2012]
  G1, G2  | A2      | moderate   | once_a_year         [kdigo2012]
  G1, G2  | A3      | high       | twice_a_year        [kdigo2012]
  G3a     | A1      | moderate   | once_a_year         [kdigo2012]
  G3a     | A2      | high       | twice_a_year        [kdigo2012]
  G3a     | A3      | very_high  | three_times_a_year  [kdigo2012]
  G3b     | A1      | high       | twice_a_year        [kdigo2012]
  G3b     | A2, A3  | very_high  | three_times_a_year  [kdigo2012]
  G4      | A1, A2  | very_high  | three_times_a_year  [kdigo2012]
  G4      | A3      | very_high  | four_times_a_year   [kdigo2012]
  G5      | any     | very_high  | four_times_a_year   [kdigo2012]

monitor kidney "kidney function": egfr, acr
  every 12 months when visits is once_a_year [kdigo2012]
  every 6 months when visits is twice_a_year [kdigo2012]
  every 4 months when visits is three_times_a_year [kdigo2012]
  every 3 months when visits is four_times_a_year [kdigo2012]
    differs from source "4 or more times a year" because "a schedule needs one number"

pathway

  report GFR_category, ACR_category, risk, visits
  start kidney [kdigo2012]
  when egfr under 30 mL/min/1.73 m2 or acr at least 30 mg/mmol:
    refer to "nephrology" [kdigo2012]
  when risk is low:
    note "Without another sign of kidney damage this is not chronic kidney disease." [kdigo2012]

case "G3a A2"
  age 60 years, lasting yes, egfr 50 mL/min/1.73 m2, acr 10 mg/mmol
  expect GFR_category G3a
  expect risk high
  expect visits twice_a_year
  expect start kidney
  expect no refer to "nephrology"

case "G2 and G3a meet at 60"
  age 60 years, lasting yes, egfr 60 mL/min/1.73 m2, acr 1 mg/mmol
  expect GFR_category G2
  expect risk low

case "G3a ends under 60"
  age 60 years, lasting yes, egfr 59.9 mL/min/1.73 m2, acr 1 mg/mmol
  expect GFR_category G3a
  expect risk moderate

case "A2 ends at 30 mg/mmol"
  age 60 years, lasting yes, egfr 95 mL/min/1.73 m2, acr 30 mg/mmol
  expect ACR_category A2
  expect risk moderate
  expect refer to "nephrology"

case "G5, albumin never measured: very high whatever it is"
  age 60 years, lasting yes, egfr 12 mL/min/1.73 m2
  expect risk very_high
  expect visits four_times_a_year
  expect refer to "nephrology"

case "G3b, albumin never measured"
  age 60 years, lasting yes, egfr 40 mL/min/1.73 m2
  expect GFR_category G3b
  expect ask acr
  expect no refer to "nephrology"

case "found a week ago"
  age 60 years, lasting no, egfr 40 mL/min/1.73 m2, acr 10 mg/mmol
  expect outside
