# The United States label of Keppra as printed: the formula, the adjustment for body surface and the table of doses, with 50 in
# two bands. It is meant to fail `check`; ../levetiracetam_renal_dose.mg is the corrected guideline.

guideline keppra_us_published
  title      "KEPPRA: dosage adjustments in adult patients with renal impairment"
  version    1.0.0
  status     draft
  for        "adult patients with renal impairment"
  applies when age at least 16 years

source label "KEPPRA (levetiracetam): US prescribing information"

substance creatinine_molecule "creatinine" formula C4H7N3O
substance levetiracetam formula C8H14N2O2

input age in years whole, plausible 0 to 120
input sex one of male, female
input weight in kg, plausible 20 to 300
input serum_creatinine in mg/dL of creatinine_molecule, plausible 0.1 to 35
input body_surface "body surface area" in m2, plausible 0.7 to 3.5
input dialysis "ESRD, using dialysis" yes or no

define clcr "CLcr":
  (140 - age in years) * weight in kg / (72 * serum_creatinine in mg/dL) as mL/min  when sex is male
  (140 - age in years) * weight in kg / (72 * serum_creatinine in mg/dL) * 0.85 as mL/min  when sex is female
define adjusted "CLcr for 1.73 m2": clcr in mL/min / body_surface in m2 * 1.73 as mL/min/1.73 m2
  [label]

pathway
  decide "Group"
    dialysis:
      give 500 to 1000 mg of levetiracetam every 24 h [label]
      advise "following dialysis, a 250 to 500 mg supplemental dose is recommended" [label]
    not dialysis:
      follow table_of_doses

part table_of_doses
  decide "Group" by adjusted
    over 80 mL/min/1.73 m2:
      give 500 to 1500 mg of levetiracetam every 12 h because "normal" [label]
    50 to 80 mL/min/1.73 m2:
      give 500 to 1000 mg of levetiracetam every 12 h because "mild" [label]
    30 to 50 mL/min/1.73 m2:
      give 250 to 750 mg of levetiracetam every 12 h because "moderate" [label]
    under 30 mL/min/1.73 m2:
      give 250 to 500 mg of levetiracetam every 12 h because "severe" [label]
