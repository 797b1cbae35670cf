guideline magnesium_neck_spasm
  title      "Magnesium for neck muscle spasm"
  version    0.1.0
  status     draft  # draft | active | retired
  for        "adults with cervical muscle spasm"
  applies when age at least 18 years
  issued     2026-11-22
  review by  2028-11-22

source r1 "Cochrane review: magnesium for skeletal muscle cramps"
  year        2020
  population  "older adults with idiopathic cramps"
  finding     "cramps per week, against placebo"  MD -0.18 (95% CI -0.84 to 0.49)
  finding     "25% or better fall in cramp rate"  RR 1.04 (95% CI 0.84 to 1.29)
source r3 "Reference 3 of the evidence summary"
source r4 "Reference 4 of the evidence summary"

substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium

input age in years whole, plausible 0 to 120
input neck_spasm yes or no
input creatinine_clearance in mL/min, plausible 0 to 250
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6, loinc "2601-3"
input serum_potassium in mmol/L, plausible 1 to 10
input volume_depleted yes or no
input diarrhoea yes or no
input diuretics any of loop, thiazide

define low_magnesium: serum_magnesium under 0.70 mmol/L (also 1.7 mg/dL) [r3]
define deficiency_risk any of:
  diarrhoea [r3]
  diuretics has loop, thiazide [r3]

regimen replacement "Oral magnesium replacement" of magnesium_oxide
  route oral
  step 1: 12 mmol of magnesium at night (also 480 mg of magnesium_oxide) [r3, r4]
  step 2 after 1 to 2 weeks when low_magnesium: 24 mmol of magnesium daily [r3]
  then after 2 weeks when low_magnesium: refer to "a specialist, for continuing loss"
    uncited because "the source gives no next step"
  at most 1500 mg of magnesium_oxide per day [r3]

monitor electrolytes: serum_magnesium, serum_potassium, creatinine_clearance
  at baseline [r3]
  after 1 to 2 weeks differs from source "2-3 weeks" because "the dose is decided at 1 to 2 weeks"
  every 3 months when replacement time at least 4 weeks [r3]

pitfall "Never supplement magnesium without checking renal function first" [r3, r4]
  never give magnesium when creatinine_clearance is unknown
  never give magnesium when creatinine_clearance under 20 mL/min
  because "hypermagnesaemia can be fatal in renal insufficiency"

pitfall "Correct volume depletion first" [r3, r4]
  never give magnesium when volume_depleted
  because "secondary hyperaldosteronism drives renal magnesium wasting"

pitfall "A normal serum magnesium does not exclude deficiency" [r3]
  unchecked because "advice to the reader: under 1% of body magnesium is in blood"

pathway

  decide "Is there a reason for magnesium?"
    low_magnesium or replacement step at least 1:
      continue
    not low_magnesium and replacement step is 0:
      when neck_spasm:
        advise against magnesium (strong) because "no benefit over placebo for muscle spasm" [r1]
        follow spasm_care
      end because "magnesium is for documented deficiency"
    unknown:
      when neck_spasm:
        follow spasm_care
      when deficiency_risk:
        order serum_magnesium [r3]
      end because "no documented deficiency"

  decide "Renal function" by creatinine_clearance
    unknown:
      order creatinine_clearance [r3]
      end
    under 20 mL/min:
      advise against magnesium (strong) because "life-threatening hypermagnesaemia" [r3, r4]
      end
    20 to under 30 mL/min:
      unspecified "extreme caution" [r3]
      refer to "nephrology or clinical pharmacy" uncited because "the source names nobody"
      end
    30 to under 60 mL/min:
      unspecified "reduced dose" [r3]
      start electrolytes
      end
    at least 60 mL/min:
      continue

  when volume_depleted:
    advise "correct volume depletion before magnesium" [r3, r4]
    end

  give replacement (conditional, low) [r3]
  start electrolytes
  when serum_potassium under 3.5 mmol/L:
    note "Potassium will not correct until magnesium has." [r3]

part spasm_care
  suggest "physical therapy and stretching" [r3]
  suggest "heat therapy" [r3]

case "spasm, normal level, healthy kidneys"
  age 40 years, neck_spasm yes, serum_magnesium 0.85 mmol/L, creatinine_clearance 95 mL/min
  expect advise against magnesium
  expect no give replacement

case "low level, kidneys never checked"
  age 70 years, serum_magnesium 0.60 mmol/L
  expect order creatinine_clearance
  expect no give replacement

case "on step 1 for two weeks, still low"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min, volume_depleted no
  replacement step 1, replacement time 2 weeks
  expect give 24 mmol of magnesium
