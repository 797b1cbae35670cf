# The corrected guideline. as_published/evidence_summary.mg is its source, faults kept; what is mended here says so where
# it stands (`differs from source`), and what the source leaves out is marked `unspecified` or `uncited because`.
# r1 to r7 are the numbers that the evidence summary gives to its references; it names no titles. The grades are ours: it
# gives none.

guideline magnesium_neck_spasm
  title      "Magnesium for neck muscle spasm"
  version    1.0.0
  status     draft
  for        "adults with cervical muscle spasm"
  applies when age at least 18 years
  issued     2026-11-22
  review by  2028-11-22

source r1 "Magnesium for skeletal muscle cramps (Cochrane review)"
  year        2020
  design      "systematic review"
  population  "older adults with idiopathic cramps"
  population differs because "no trial in neck spasm"
  doi         "10.1002/14651858.CD009402.pub3"
  finding     "cramps per week, no different from placebo"         MD -0.18 (95% CI -0.84 to 0.49)
  finding     "cramp intensity, no different from placebo"
  finding     "25% or better fall in cramp rate, as with placebo"  RR 1.04 (95% CI 0.84 to 1.29)
source r2 "Reference 2"
  year        1985
  design      "case report"
  population  "one paraplegic patient"
source r3 "Reference 3"
source r4 "Reference 4"
source r5 "Reference 5"
source r6 "Reference 6"
source r7 "Reference 7"

substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
substance potassium formula K, charge 1

input age in years whole, plausible 0 to 120
input neck_spasm yes or no, ask "Does the patient have spasm of the neck muscles?"
input creatinine_clearance in mL/min, plausible 0 to 250
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6, loinc "2601-3"
input serum_potassium in mmol/L, plausible 1 to 10
input serum_calcium in mmol/L, plausible 0.5 to 5
input volume_depleted yes or no, ask "Is the patient volume depleted?"
input diarrhoea yes or no, ask "Does the patient have diarrhoea?"
input diuretics any of loop, thiazide
input other_medicines any of proton_pump_inhibitor "proton pump inhibitor", aminoglycoside,
  tacrolimus, ciclosporin
input bowel_conditions any of short_bowel "short bowel", malabsorption,
  high_output_stoma "high-output stoma"
input alcohol_use_disorder yes or no
input chronic_diseases any of diabetes, inflammatory_bowel_disease "inflammatory bowel disease"

define low_magnesium: serum_magnesium under 0.70 mmol/L (also 1.4 mEq/L, 1.7 mg/dL) [r3]
  differs from source "<1.3 mEq/L (<0.70 mmol/L or <1.7 mg/dL)" because "1.3 mEq/L is 0.65 mmol/L"
  allow MG306 because "0.70 mmol/L governs: 1.7 mg/dL is 0.6994 mmol/L, and low"

define wasting_medicines "medicines that waste magnesium" any of:
  diuretics has loop, thiazide [r3]
  other_medicines has proton_pump_inhibitor, aminoglycoside, tacrolimus, ciclosporin [r3]
define gastrointestinal_losses any of:
  diarrhoea [r3, r5]
  bowel_conditions has short_bowel, malabsorption, high_output_stoma [r3, r5]
define deficiency_risk "risk of magnesium deficiency" any of:
  wasting_medicines [r3]
  gastrointestinal_losses [r3, r5]
  alcohol_use_disorder [r5, r6]
  chronic_diseases has diabetes, inflammatory_bowel_disease [r3]

regimen replacement of magnesium_oxide
  route oral
  step 1: 12 mmol of magnesium at night (also 480 mg of magnesium_oxide) [r3, r4]
    differs from source "≈480 mg elemental magnesium" because "12 mmol is 292"
      "mg; 480 mg is the oxide"
  step 2 after 1 to 2 weeks when low_magnesium: 24 mmol of magnesium at night (also 970 mg of magnesium_oxide)
    [r3, r4]
  then after 1 to 2 weeks when low_magnesium: refer to "a specialist, for continuing loss"
    uncited because "the source gives no next step after 24 mmol"
    differs from source "no step after 24 mmol" because "the loss goes on"
  at most 1500 mg of magnesium_oxide per day [r3]

monitor electrolytes: serum_magnesium, serum_potassium, serum_calcium, creatinine_clearance
  allow MG506 because "the source has calcium measured, and gives no limit of it"
  at baseline [r3]
  after 1 to 2 weeks [r3] differs from source "2-3 weeks" because "the dose is set then"
  every 3 months when replacement time at least 2 weeks and not low_magnesium [r3]
    differs from source "once on stable dose" because "2 weeks, level normal"
  unspecified "more often" when gastrointestinal_losses
    or wasting_medicines
    or creatinine_clearance under 60 mL/min
    [r3]
    differs from source "renal disease" because "60 is its last limit"

effect magnesium "diarrhoea" common [r3]
effect magnesium "abdominal distension" [r3]
effect magnesium "nausea" [r3]

caution magnesium_oxide when diarrhoea:
  suggest "magnesium glycinate 200 to 400 mg daily (salt or magnesium: not"
    "stated), for less diarrhoea"
    [r3]

claim "One case of acute hamstring spasm says nothing of the neck." supported by r2

pitfall "Never supplement magnesium without checking renal function first" [r3, r4]
  never give magnesium when creatinine_clearance is unknown
  never give magnesium when creatinine_clearance under 20 mL/min
  because "hypermagnesaemia can be fatal in renal insufficiency"

pitfall "A normal serum magnesium does not exclude deficiency" [r3]
  unchecked because "the pathway says so to those at risk; no drug follows from a normal level"

pitfall "Correct volume depletion first" [r3, r4]
  never give magnesium when volume_depleted
    differs from source "if patient has diarrhea or high GI losses" because "any cause does it"
  because "secondary hyperaldosteronism wastes magnesium and prevents oral repletion"

pitfall "In hypokalaemia, magnesium comes first" [r3, r5, r7]
  never give potassium when low_magnesium
    and replacement step is 0
    and creatinine_clearance at least 60 mL/min
    and not volume_depleted
    differs from source "must be corrected first" because "potassium cannot wait"
      "for what may not be given"
  because "without it, potassium treatment fails"

pathway supplement "Magnesium"

  decide "Is there a reason for magnesium?"
    low_magnesium or replacement step at least 1:
      continue
    not low_magnesium and replacement step is 0:
      when neck_spasm:
        advise against magnesium (conditional, low)
          because "no benefit over placebo for muscle cramps"
          [r1]
      when deficiency_risk:
        note "A normal level does not exclude deficiency: under 1% is in blood." [r3]
      end because "magnesium is for documented deficiency"
    unknown:
      when neck_spasm:
        advise "no magnesium for spasm alone" (conditional, low)
          because "no benefit over placebo for muscle cramps"
          [r1]
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
    20 to under 30 mL/min differs from source "20-30 and 30-60 mL/min" because "30 stood in both":
      unspecified "extreme caution" [r3]
      refer to "nephrology or clinical pharmacy"
        uncited because "the source names nobody and gives no dose"
      when replacement step at least 1:
        hold replacement until creatinine_clearance at least 60 mL/min
          uncited because "the source gives no dose under 60 mL/min"
      end
    30 to under 60 mL/min differs from source "30-60 mL/min" because "60 is in the next band":
      unspecified "reduced doses with close monitoring" [r3]
      refer to "clinical pharmacy, for the dose" uncited because "the source gives no dose"
      when replacement step at least 1:
        hold replacement until creatinine_clearance at least 60 mL/min
          uncited because "the source gives no dose under 60 mL/min"
      start electrolytes [r3]
      end
    at least 60 mL/min differs from source "nothing stated" because "full doses":
      continue

  when volume_depleted:
    advise "correct volume depletion before magnesium" [r3, r4]
    end

  give replacement (conditional, low) [r3, r4]
  start electrolytes [r3]
  when serum_potassium under 3.5 mmol/L:
    note "Potassium will not correct until magnesium has." [r3, r5, r7]

pathway spasm "Care of the spasm"

  when neck_spasm:
    follow spasm_care

part spasm_care
  suggest "physical therapy and stretching exercises"
    uncited because "the source cites nothing for it"
  when creatinine_clearance at least 30 mL/min and not volume_depleted:
    suggest "an NSAID for pain and inflammation"
      uncited because "the source cites nothing for it"
      differs from source "NSAIDs" because "not in renal failure"
  suggest "a muscle relaxant (cyclobenzaprine or tizanidine) for acute spasm"
    uncited because "the source cites nothing for it"
  suggest "heat therapy" uncited because "the source cites nothing for it"
  suggest "correction of postural or ergonomic factors"
    uncited because "the source cites nothing for it"

case "spasm, normal level, healthy kidneys"
  age 40 years, neck_spasm yes, volume_depleted no, diarrhoea no, serum_potassium 4.0 mmol/L
  serum_magnesium 0.85 mmol/L, creatinine_clearance 95 mL/min
  expect advise against magnesium
  expect suggest "physical therapy and stretching exercises"
  expect suggest "an NSAID for pain and inflammation"
  expect suggest "a muscle relaxant (cyclobenzaprine or tizanidine) for acute spasm"
  expect suggest "heat therapy"
  expect suggest "correction of postural or ergonomic factors"
  expect no give replacement

case "low level, kidneys never checked"
  age 40 years, neck_spasm yes, volume_depleted no, diarrhoea no, serum_potassium 4.0 mmol/L
  serum_magnesium 0.60 mmol/L
  expect order creatinine_clearance
  expect no give replacement

case "low level, kidneys failing"
  age 40 years, neck_spasm yes, volume_depleted no, diarrhoea no, serum_potassium 4.0 mmol/L
  serum_magnesium 0.60 mmol/L, creatinine_clearance 15 mL/min
  expect advise against magnesium
  expect no give replacement
  expect no suggest "an NSAID for pain and inflammation"

case "low level, healthy kidneys"
  age 40 years, neck_spasm yes, volume_depleted no, diarrhoea no, serum_potassium 4.0 mmol/L
  serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min
  expect give 12 mmol of magnesium
  expect start electrolytes
  expect no advise against magnesium

case "1.7 mg/dL is low"
  age 40 years, neck_spasm no, volume_depleted no, serum_magnesium 1.7 mg/dL
  creatinine_clearance 95 mL/min
  expect give 12 mmol of magnesium

case "0.6994 mmol/L is low"
  age 40 years, neck_spasm no, volume_depleted no, serum_magnesium 0.6994 mmol/L
  creatinine_clearance 95 mL/min
  expect give 12 mmol of magnesium

case "0.70 mmol/L is not low"
  age 40 years, neck_spasm yes, volume_depleted no, serum_magnesium 0.70 mmol/L
  creatinine_clearance 95 mL/min
  expect advise against magnesium
  expect no give replacement

case "clearance 19.9 mL/min"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 19.9 mL/min
  expect advise against magnesium
  expect no give replacement

case "clearance 20 mL/min"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 20 mL/min
  expect unspecified "extreme caution"
  expect refer to "nephrology or clinical pharmacy"
  expect no advise against magnesium

case "clearance 29.9 mL/min"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 29.9 mL/min
  expect unspecified "extreme caution"
  expect no give replacement

case "clearance exactly 30 mL/min is in one band"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 30 mL/min
  expect unspecified "reduced doses with close monitoring"
  expect no unspecified "extreme caution"
  expect refer to "clinical pharmacy, for the dose"
  expect no give replacement

case "clearance 59.9 mL/min"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 59.9 mL/min
  expect start electrolytes
  expect no give replacement

case "clearance exactly 60 mL/min is in a band"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 60 mL/min, volume_depleted no
  expect give 12 mmol of magnesium

case "volume depletion comes first"
  age 40 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min, volume_depleted yes
  expect advise "correct volume depletion before magnesium"
  expect no give replacement

case "volume status never assessed"
  age 40 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min
  expect ask volume_depleted
  expect no give replacement

case "spasm and a loop diuretic, level never measured"
  age 40 years, neck_spasm yes, diuretics loop
  expect advise "no magnesium for spasm alone"
  expect order serum_magnesium
  expect no give replacement

case "at risk, normal level"
  age 40 years, neck_spasm no, alcohol_use_disorder yes, serum_magnesium 0.80 mmol/L
  expect note "A normal level does not exclude deficiency: under 1% is in blood."
  expect no advise against magnesium

case "diarrhoea: the glycinate in place of the oxide"
  age 40 years, diarrhoea yes, volume_depleted no, serum_magnesium 0.60 mmol/L
  creatinine_clearance 95 mL/min
  expect give 12 mmol of magnesium
  expect suggest "magnesium glycinate 200 to 400 mg daily (salt or magnesium: not"
    "stated), for less diarrhoea"

case "low potassium"
  age 40 years, volume_depleted no, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min
  serum_potassium 3.4 mmol/L
  expect give 12 mmol of magnesium
  expect note "Potassium will not correct until magnesium has."

case "on step 1 for 6 days, still low"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min, volume_depleted no
  replacement step 1, replacement time 6 days
  expect give 12 mmol of magnesium

case "on step 1 for two weeks, still low"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min, volume_depleted no
  replacement step 1, replacement time 2 weeks
  expect give 24 mmol of magnesium

case "on step 1 for two weeks, level normal"
  age 70 years, serum_magnesium 0.75 mmol/L, creatinine_clearance 95 mL/min, volume_depleted no
  replacement step 1, replacement time 2 weeks
  expect give 12 mmol of magnesium

case "on step 2 for two weeks, still low"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min, volume_depleted no
  replacement step 2, replacement time 2 weeks
  expect refer to "a specialist, for continuing loss"

case "on step 2, kidneys now failing"
  age 70 years, serum_magnesium 0.80 mmol/L, creatinine_clearance 15 mL/min, volume_depleted no
  replacement step 2, replacement time 8 weeks
  expect stop replacement
  expect no give replacement

case "on step 1, now volume depleted"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min, volume_depleted yes
  replacement step 1, replacement time 1 week
  expect stop replacement
  expect no give replacement

case "on step 1, kidneys not checked again"
  age 70 years, serum_magnesium 0.60 mmol/L, volume_depleted no
  replacement step 1, replacement time 1 week
  expect hold replacement
  expect order creatinine_clearance

case "on step 1, clearance fallen to 25 mL/min"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 25 mL/min, volume_depleted no
  replacement step 1, replacement time 1 week
  expect hold replacement
  expect no give replacement

case "on step 1, clearance fallen to 45 mL/min"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 45 mL/min, volume_depleted no
  replacement step 1, replacement time 2 weeks
  expect hold replacement
  expect refer to "clinical pharmacy, for the dose"
  expect no give replacement

case "on step 1, volume status unknown"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min
  replacement step 1, replacement time 1 week
  expect hold replacement
  expect ask volume_depleted
  expect no give replacement

case "no spasm, no risk, normal level"
  age 40 years, neck_spasm no, serum_magnesium 0.80 mmol/L, diarrhoea no, alcohol_use_disorder no
  diuretics none, other_medicines none, bowel_conditions none, chronic_diseases none
  expect no advise against magnesium
  expect no note "A normal level does not exclude deficiency: under 1% is in blood."
  expect no give replacement

case "no spasm, no risk, level never measured"
  age 40 years, neck_spasm no, diarrhoea no, alcohol_use_disorder no
  diuretics none, other_medicines none, bowel_conditions none, chronic_diseases none
  expect no order serum_magnesium
  expect no suggest "heat therapy"

case "whether spasm or risk is unknown"
  age 40 years
  expect ask neck_spasm
  expect ask diuretics
  expect no give replacement

case "potassium of 3.5 mmol/L, not low"
  age 40 years, volume_depleted no, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min
  serum_potassium 3.5 mmol/L
  expect give 12 mmol of magnesium
  expect no note "Potassium will not correct until magnesium has."

case "on step 1, level unknown"
  age 70 years, creatinine_clearance 95 mL/min, volume_depleted no
  replacement step 1, replacement time 2 weeks
  expect give 12 mmol of magnesium
  expect ask serum_magnesium

case "whether magnesium is taken is unknown"
  age 70 years, serum_magnesium 0.80 mmol/L, creatinine_clearance 25 mL/min, volume_depleted no
  replacement step unknown
  expect no give replacement

case "low, whether magnesium is taken is unknown"
  age 70 years, serum_magnesium 0.60 mmol/L, creatinine_clearance 25 mL/min, volume_depleted no
  replacement step unknown
  expect unspecified "extreme caution"
  expect no give replacement

case "a child"
  age 17 years, neck_spasm yes, serum_magnesium 0.60 mmol/L, creatinine_clearance 95 mL/min
  expect outside
