# A made-up guideline for tests: small, and with most of what a card can show. Not for care.

guideline potassium_by_mouth
  title      "Potassium by mouth"
  version    0.2.0
  status     active
  for        "adults in hospital"
  applies when age at least 18 years
  issued     2026-11-22
  review by  2028-11-22

source trial "A trial of potassium"
  year     2019
  finding  "arrhythmia, against placebo"  RR 0.80 (95% CI 0.70 to 0.92)
source book "A handbook"

substance potassium formula K, charge 1
substance potassium_chloride formula KCl, gives 1 potassium

input age in years whole, plausible 0 to 120
input serum_potassium in mmol/L of potassium, plausible 1 to 10
input egfr "eGFR" in mL/min/1.73 m2, plausible 0 to 200
input vomiting yes or no
input diuretics any of loop, thiazide
input digoxin yes or no

define low: serum_potassium under 3.5 mmol/L (also 3.5 mEq/L, 13.7 mg/dL) [book]
define losses any of:
  vomiting [book]
  diuretics has loop, thiazide [book]

score danger "Danger score"
  2 when digoxin [book]
  1 when losses [book]

table by danger gives level
  0           | slight  [book]
  at least 1  | grave   [book]

regimen tablets "Potassium tablets" of potassium_chloride
  route oral
  step 1: 40 mmol of potassium daily [trial]
  step 2 after 2 to 3 days when low: 80 mmol of potassium daily [trial]
  then after 3 days when low: refer to "a nephrologist" [book]
  stop when serum_potassium over 5.0 mmol/L [book]
  at most 8 g of potassium_chloride per day [book]

monitor blood: serum_potassium, egfr
  at baseline [book]
  after 2 to 3 days [book]
    differs from source "after a week" because "the dose is decided at 2 to 3 days"

effect potassium_chloride "nausea" common [book]

pitfall "Renal failure makes potassium deadly" [book]
  never give potassium when egfr under 15 mL/min/1.73 m2
  because "it is not excreted"

pathway
  report danger, level
  when not low:
    advise against potassium (strong) because "it does no good at a normal level" [trial]
    end
  decide "Kidneys" by egfr
    unknown:
      order egfr [book]
      end
    under 15 mL/min/1.73 m2:
      advise against potassium because "it is not excreted" [book]
      end
    15 to under 30 mL/min/1.73 m2:
      unspecified "with care" [book]
      end
    at least 30 mL/min/1.73 m2:
      continue
  give tablets (strong, high) [trial]
  start blood [book]
  when level is grave:
    note "Watch the rhythm." uncited because "common practice"
