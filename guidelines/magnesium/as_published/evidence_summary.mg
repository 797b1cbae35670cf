# A faithful transcription of "Magnesium Supplementation for Neck Pain Spasms", an evidence summary, with the faults it was
# published with. It is meant to fail `check`; ../neck_spasm.mg is the corrected guideline.
# Words in quotes are the source's. The source numbers its references and names none of them: r1 to r7 are its numbers.

guideline magnesium_neck_pain_published
  title      "Magnesium Supplementation for Neck Pain Spasms"
  version    1.0.0
  status     draft
  for        "adults with cervical muscle spasms"

# --- Evidence base for muscle spasms ---

source r1 "Cochrane systematic review"
  year        2020
  population  "older adults with idiopathic cramps"
  finding     "cramp frequency per week, compared to placebo: no significant"
              "difference"               MD -0.18 (95% CI -0.84 to 0.49)
  finding     "cramp intensity, compared to placebo: no significant difference"
  finding     "25% or better reduction in cramp rate: identical between"
              "magnesium and placebo groups"  RR 1.04 (95% CI 0.84 to 1.29)
source r2 "Case report"
  year        1985
  design      "one case report"
  population  "a paraplegic patient"
  finding     "immediate relief of severe hamstring spasm with 2g IV magnesium sulfate"
source r3 "Reference 3"
  finding  "13-88% have deficiency in inflammatory bowel disease"
  finding  "less than 1% of total body magnesium is in blood"
source r4 "Reference 4"
source r5 "Reference 5"
source r6 "Reference 6"
  finding  "regular alcohol intake decreases magnesium absorption"
source r7 "Reference 7"

claim "There is no high-quality evidence supporting its efficacy for cervical"
  "muscle spasms in adults." supported by r1
claim "The available evidence does not support magnesium for skeletal muscle spasms"
  "in the cervical region." supported by r1
claim "Magnesium supplementation provides no clinically meaningful benefit for"
  "skeletal muscle cramps." supported by r1
claim "The case report was an acute intervention in a highly specific clinical context,"
  "not chronic neck spasms." supported by r2

substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
substance magnesium_glycinate formula Mg(C2H4NO2)2, gives 1 magnesium
substance potassium formula K, charge 1

class muscle_relaxant "muscle relaxant" of cyclobenzaprine, tizanidine

input neck_spasm yes or no
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6, loinc "2601-3"
input serum_potassium in mmol/L, plausible 1 to 10
input serum_calcium in mmol/L, plausible 0.5 to 5
input creatinine_clearance in mL/min, plausible 0 to 250
input diuretics any of loop, thiazide
input proton_pump_inhibitor yes or no
input aminoglycoside yes or no
input calcineurin_inhibitors any of tacrolimus, cyclosporine
input chronic_diarrhoea yes or no
input short_bowel "short bowel syndrome" yes or no
input malabsorption yes or no
input high_output_stoma yes or no
input alcohol_use_disorder yes or no
input diabetes yes or no
input inflammatory_bowel_disease yes or no
input volume_depleted yes or no
input high_gi_losses "high gastrointestinal losses" yes or no
input renal_disease yes or no

# --- When magnesium supplementation is indicated ---

# "Magnesium should only be considered if you identify one of these specific clinical scenarios"
define low_magnesium "Documented hypomagnesemia": serum_magnesium under 0.70 mmol/L (also 1.3 mEq/L, 1.7 mg/dL)
  [r3]
define wasting_medications "Medications" any of:
  diuretics has loop, thiazide [r3]
  proton_pump_inhibitor [r3]
  aminoglycoside [r3]
  calcineurin_inhibitors has tacrolimus, cyclosporine [r3]
define gastrointestinal_losses any of:
  chronic_diarrhoea [r3, r5]
  short_bowel [r3, r5]
  malabsorption [r3, r5]
  high_output_stoma [r3, r5]
define chronic_disease any of:
  diabetes [r3]
  inflammatory_bowel_disease [r3]
define deficiency_risk "Risk factors for magnesium deficiency" any of:
  wasting_medications [r3]
  gastrointestinal_losses [r3, r5]
  alcohol_use_disorder [r6, r5]
  chronic_disease [r3]

regimen documented_low "Documented hypomagnesemia" of magnesium_oxide
  route oral
  step 1: 12 mmol of magnesium at night (also 480 mg of magnesium) [r3, r4]
  step 2 after 1 to 2 weeks when low_magnesium: 24 mmol of magnesium daily [r3]

# --- Dosing and formulations: "If supplementation is warranted". The source does not say which of the three regimens applies. ---

regimen oxide "Magnesium oxide" of magnesium_oxide
  route oral
  step 1: 400 to 500 mg of magnesium_oxide daily [r3]
  at most 1500 mg of magnesium_oxide per day [r3]

regimen glycinate "Magnesium glycinate" of magnesium_glycinate
  route oral
  step 1: 200 to 400 mg of magnesium_glycinate daily [r3]

claim "Magnesium glycinate is better tolerated with less diarrhea." supported by r3
claim "Intestinal transit is slowest at night, for maximal absorption." supported by r3, r4

# --- Common side effects ---

effect magnesium "diarrhea (most common)" common [r3]
effect magnesium "abdominal distension" common [r3]
effect magnesium "nausea" common [r3]

claim "Most magnesium salts are poorly absorbed and may worsen diarrhea." supported by r3, r4

# --- Monitoring timeline ---

monitor levels "Monitoring timeline": serum_magnesium, serum_potassium, serum_calcium,
    creatinine_clearance
  at baseline [r3]
  after 2 to 3 weeks [r3]
  every 3 months [r3]  # "Once on stable dose": the source does not say when a dose is stable
  unspecified "more frequent monitoring" when high_gi_losses or renal_disease or wasting_medications
    [r3]

# --- Critical pitfalls to avoid, and the absolute contraindication ---

pitfall "Never supplement magnesium without checking renal function first" [r3, r4]
  never give magnesium when creatinine_clearance is unknown
  because "hypermagnesemia can be fatal in renal insufficiency"

pitfall "Absolute contraindication: creatinine clearance under 20 mL/min" [r3, r4]
  never give magnesium when creatinine_clearance under 20 mL/min
  because "life-threatening hypermagnesemia risk"

pitfall "Do not assume normal serum magnesium excludes deficiency" [r3]
  unchecked because "less than 1% of total body magnesium is in blood: advice to the"
    "reader, no rule follows"

pitfall "Correct volume depletion first if patient has diarrhea or high GI losses" [r3, r4]
  never give magnesium when volume_depleted and (chronic_diarrhoea or high_gi_losses)
  because "secondary hyperaldosteronism drives renal magnesium wasting and prevents"
    "effective oral repletion"

pitfall "If concurrent hypokalemia exists, magnesium must be corrected first" [r3, r5, r7]
  never give potassium when low_magnesium
  because "hypomagnesemia causes dysfunction of potassium transport systems, making hypokalemia"
    "resistant to potassium treatment"

pathway

  when neck_spasm:
    advise against magnesium
      because "there is no high-quality evidence supporting its efficacy"
      [r1]
    follow alternatives

  when deficiency_risk:
    order serum_magnesium [r3]

  when low_magnesium:
    order creatinine_clearance [r3]
    decide "Renal function assessment (mandatory)" by creatinine_clearance
      under 20 mL/min:
        advise against magnesium because "life-threatening hypermagnesemia risk" [r3, r4]
        end
      20 to 30 mL/min:
        advise "use extreme caution" [r3]
      30 to 60 mL/min:
        suggest "reduced doses with close monitoring" [r3]
    give documented_low [r3, r4]
    suggest oxide [r3]
    suggest glycinate [r3]
    advise "start low and titrate slowly" because "to minimize GI effects" [r3]
    start levels [r3]

# "Since magnesium is not effective for neck spasms, consider evidence-based alternatives" (the source cites none)
part alternatives
  suggest "physical therapy and stretching exercises"
  suggest "NSAIDs for pain and inflammation"
  suggest muscle_relaxant because "for acute spasm"
  suggest "heat therapy"
  suggest "correction of postural or ergonomic factors"
