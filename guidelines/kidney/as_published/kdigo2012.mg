# What KDIGO 2012 prints of its categories, grid and referrals, with its limits in both units and its faults. It is meant to
# fail `check`; ../ckd_risk.mg is the corrected guideline.
# The document calls the two units of the albumin to creatinine ratio an approximate equivalence: it takes 10 mmol of
# creatinine for 1 g. Exactly, 1 g of creatinine is 8.84 mmol.

guideline ckd_risk_published
  title      "Categories, risk and monitoring in chronic kidney disease, as KDIGO 2012 prints them"
  version    1.0.0
  status     draft
  for        "people with chronic kidney disease"

source kdigo2012 "KDIGO 2012 Clinical Practice Guideline for the Evaluation and Management of"
  "Chronic Kidney Disease. Kidney Int Suppl 3(1):1-150"
  year  2013
  doi   "10.1038/kisup.2012.73"

substance creatinine formula C4H7N3O

input egfr "glomerular filtration rate" in mL/min/1.73 m2, plausible 0 to 200
input acr "albumin to creatinine ratio" in mg per mmol of creatinine, plausible 0 to 2000

# "GFR categories": whole numbers, of a value that is computed and has decimals.
table by egfr gives GFR_category
  at least 90 mL/min/1.73 m2  | G1   [kdigo2012]
  60 to 89 mL/min/1.73 m2     | G2   [kdigo2012]
  45 to 59 mL/min/1.73 m2     | G3a  [kdigo2012]
  30 to 44 mL/min/1.73 m2     | G3b  [kdigo2012]
  15 to 29 mL/min/1.73 m2     | G4   [kdigo2012]
  under 15 mL/min/1.73 m2     | G5   [kdigo2012]

# "Albuminuria categories": <3, 3-30, >30 mg/mmol beside <30, 30-300, >300 mg/g.
table by acr gives ACR_category
  under 3 mg per mmol of creatinine (also 30 mg per g of creatinine)   | A1  [kdigo2012]
  3 to 30 mg per mmol of creatinine (also 300 mg per g of creatinine)  | A2  [kdigo2012]
  over 30 mg per mmol of creatinine (also 300 mg per g of creatinine)  | A3  [kdigo2012]

# "Frequency of monitoring (number of times per year)"
table by GFR_category, ACR_category gives times_a_year
  G1, G2  | A1      | 1                        [kdigo2012]
  G1, G2  | A2      | 1                        [kdigo2012]
  G1, G2  | A3      | 2                        [kdigo2012]
  G3a     | A1      | 1                        [kdigo2012]
  G3a     | A2      | 2                        [kdigo2012]
  G3a     | A3      | 3                        [kdigo2012]
  G3b     | A1      | 2                        [kdigo2012]
  G3b     | A2, A3  | 3                        [kdigo2012]
  G4      | A1, A2  | 3                        [kdigo2012]
  G4      | A3      | unspecified "4 or more"  [kdigo2012]
  G5      | any     | unspecified "4 or more"  [kdigo2012]

pathway

  report GFR_category, ACR_category, times_a_year
  # Recommendation 5.1.1: at 30 mg/mmol and over, where the category A3 starts over 30.
  when egfr under 30 mL/min/1.73 m2
      or acr at least 30 mg per mmol of creatinine (also 300 mg per g of creatinine):
    refer to "specialist kidney care services" (strong, moderate) [kdigo2012]
