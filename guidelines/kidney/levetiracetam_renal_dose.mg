# Creatinine clearance by Cockcroft and Gault, adjusted for body surface area, and the dose of levetiracetam by it, as the
# United States label of Keppra has them. The label puts exactly 50 into two bands: as_published/keppra_us.mg shows it.

guideline levetiracetam_renal_dose
  title      "Levetiracetam by renal function"
  version    1.0.0
  status     draft
  for        "adults with epilepsy who are to take levetiracetam"
  applies when age at least 16 years
  issued     2026-11-22
  review by  2028-11-22

source keppra_us "KEPPRA (levetiracetam): US prescribing information, dosage adjustments in adult"
  "patients with renal impairment"
  population  "adults of 16 years and older with epilepsy"
source keppra_eu "Keppra: summary of product characteristics, section 4.2. EMEA/H/C/000277"
  population  "adults and adolescents of 50 kg and more"
source cockcroft1976 "Prediction of creatinine clearance from serum creatinine. Nephron 16:31-41"
  year        1976
  population  "249 inpatients aged 18 to 92 years, nearly all men"
  population differs because "the label uses it for women too, with the factor 0.85"
  doi         "10.1159/000180580"

substance creatinine_molecule "creatinine" formula C4H7N3O
substance levetiracetam formula C8H14N2O2

input age in years whole, plausible 0 to 120
input sex one of male, female
input weight in kg, plausible 20 to 300
input serum_creatinine in umol/L of creatinine_molecule, plausible 10 to 3000
input body_surface "body surface area" in m2, plausible 0.7 to 3.5
input dialysis yes or no, ask "End-stage renal disease, on dialysis?"
input levetiracetam_allergy yes or no

table by sex gives sex_factor
  male    | 1     [cockcroft1976, keppra_us]
  female  | 0.85  [cockcroft1976, keppra_us]

define exact_clearance "creatinine clearance, not rounded": (140 - age in years) * weight in kg / (72 * serum_creatinine in mg/dL) * sex_factor as mL/min
  [cockcroft1976, keppra_us]
define exact_adjusted "clearance for 1.73 m2, not rounded": exact_clearance in mL/min / body_surface in m2 * 1.73 as mL/min/1.73 m2
  [keppra_us]
define clearance "creatinine clearance": exact_clearance rounded to 0.1 mL/min
define adjusted_clearance "clearance for 1.73 m2": exact_adjusted rounded to 0.1 mL/min/1.73 m2

pitfall "No levetiracetam without renal function" [keppra_us]
  never give levetiracetam when serum_creatinine is unknown and not dialysis

pitfall "Hypersensitivity to levetiracetam" [keppra_us]
  never give levetiracetam when levetiracetam_allergy

pathway

  when levetiracetam_allergy:
    advise against levetiracetam [keppra_us]
    end because "known hypersensitivity is a contraindication"

  decide "On dialysis?"
    dialysis:
      give 500 to 1000 mg of levetiracetam every 24 h [keppra_us]
      advise "250 to 500 mg more after each dialysis" [keppra_us]
      note "The European label starts with 750 mg on the first day." [keppra_eu]
    not dialysis:
      follow by_clearance

part by_clearance "Dose by clearance"
  report clearance, adjusted_clearance
  when serum_creatinine is unknown:
    order serum_creatinine [keppra_us]

  decide "Clearance for 1.73 m2, not rounded" by exact_adjusted
    over 80 mL/min/1.73 m2:
      give 500 to 1500 mg of levetiracetam every 12 h [keppra_us]
    50 to 80 mL/min/1.73 m2:
      give 500 to 1000 mg of levetiracetam every 12 h [keppra_us]
    30 to under 50 mL/min/1.73 m2:
      differs from source "30-50" because "50 stood in both; it is mild in the European label"
      give 250 to 750 mg of levetiracetam every 12 h [keppra_us]
    under 30 mL/min/1.73 m2:
      give 250 to 500 mg of levetiracetam every 12 h [keppra_us]

# The first four are worked examples of the formula from public teaching material, with its results: 74.1, 80.9 (80.999 cut
# off; 81 here), 52.1 and 72.9 mL/min. Their body surface is set to 1.73 m2.

case "a man of 60, 80 kg, creatinine 1.2 mg/dL: 74.1 mL/min"
  age 60 years, sex male, weight 80 kg, serum_creatinine 1.2 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect clearance 74.1 mL/min
  expect give 500 to 1000 mg of levetiracetam

case "a woman of 45, 65 kg, creatinine 0.9 mg/dL: 81 mL/min"
  age 45 years, sex female, weight 65 kg, serum_creatinine 0.9 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect clearance 81 mL/min
  expect give 500 to 1500 mg of levetiracetam

case "a man of 65, 70 kg, creatinine 1.4 mg/dL: 52.1 mL/min"
  age 65 years, sex male, weight 70 kg, serum_creatinine 1.4 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect clearance 52.1 mL/min
  expect give 500 to 1000 mg of levetiracetam

case "a man of 70, 75 kg, creatinine 1.0 mg/dL: 72.9 mL/min"
  age 70 years, sex male, weight 75 kg, serum_creatinine 1.0 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect clearance 72.9 mL/min
  expect give 500 to 1000 mg of levetiracetam

case "exactly 80"
  age 60 years, sex male, weight 72 kg, serum_creatinine 1 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect adjusted_clearance 80 mL/min/1.73 m2
  expect give 500 to 1000 mg of levetiracetam

case "just over 80"
  age 60 years, sex male, weight 72.1 kg, serum_creatinine 1 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect give 500 to 1500 mg of levetiracetam

case "exactly 50 is in one band"
  age 90 years, sex male, weight 72 kg, serum_creatinine 1 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect adjusted_clearance 50 mL/min/1.73 m2
  expect give 500 to 1000 mg of levetiracetam
  expect no give 250 to 750 mg of levetiracetam

case "just under 50"
  age 90 years, sex male, weight 71.9 kg, serum_creatinine 1 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect give 250 to 750 mg of levetiracetam

case "exactly 30"
  age 80 years, sex male, weight 72 kg, serum_creatinine 2 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect adjusted_clearance 30 mL/min/1.73 m2
  expect give 250 to 750 mg of levetiracetam

case "just under 30"
  age 80 years, sex male, weight 71.9 kg, serum_creatinine 2 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect give 250 to 500 mg of levetiracetam

case "the same clearance, a larger body"
  age 60 years, sex male, weight 90 kg, serum_creatinine 1.2 mg/dL, body_surface 2.16 m2
  dialysis no, levetiracetam_allergy no
  expect clearance 83.3 mL/min
  expect adjusted_clearance 66.7 mL/min/1.73 m2
  expect give 500 to 1000 mg of levetiracetam

case "sex unknown, the same band either way"
  age 60 years, weight 60 kg, serum_creatinine 1 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect clearance 56.7 to 66.7 mL/min
  expect ask sex

case "on dialysis"
  age 60 years, dialysis yes, levetiracetam_allergy no
  expect give 500 to 1000 mg of levetiracetam
  expect advise "250 to 500 mg more after each dialysis"

case "creatinine never measured"
  age 60 years, sex male, weight 72 kg, body_surface 1.73 m2, dialysis no, levetiracetam_allergy no
  expect order serum_creatinine
  expect ask serum_creatinine
  expect no give 250 to 500 mg of levetiracetam

case "body surface unknown"
  age 60 years, sex male, weight 72 kg, serum_creatinine 1 mg/dL, dialysis no
  levetiracetam_allergy no
  expect clearance 80 mL/min
  expect ask body_surface

case "dialysis or not is unknown"
  age 60 years, sex male, weight 72 kg, serum_creatinine 1 mg/dL, body_surface 1.73 m2
  levetiracetam_allergy no
  expect ask dialysis
  expect no give 500 to 1000 mg of levetiracetam

case "hypersensitive"
  age 60 years, sex male, dialysis yes, levetiracetam_allergy yes
  expect advise against levetiracetam
  expect no give 500 to 1000 mg of levetiracetam

case "a child of 15"
  age 15 years, dialysis no
  expect outside

case "just over 30"
  age 80 years, sex male, weight 72.1 kg, serum_creatinine 2 mg/dL, body_surface 1.73 m2
  dialysis no, levetiracetam_allergy no
  expect give 250 to 750 mg of levetiracetam

case "16 years, hypersensitivity never asked about"
  age 16 years, sex male, weight 72 kg, serum_creatinine 1 mg/dL, body_surface 1.73 m2, dialysis no
  expect ask levetiracetam_allergy
  expect no give 500 to 1500 mg of levetiracetam

case "17 years"
  age 17 years, sex female, weight 60 kg, serum_creatinine 0.7 mg/dL, body_surface 1.65 m2
  dialysis no, levetiracetam_allergy no
  expect give 500 to 1500 mg of levetiracetam

case "age unknown"
  sex male, weight 72 kg, serum_creatinine 1 mg/dL, body_surface 1.73 m2, dialysis no
  expect ask age
