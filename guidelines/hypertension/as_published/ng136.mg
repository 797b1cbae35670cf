# What NICE NG136 says of stages, of whom to treat and of its four steps, limits as printed, with the places it leaves open.
# It is meant to fail `check`; ../step_ladder.mg is the corrected guideline. "Offer" stands here as strong, "consider" as
# conditional; the guideline prints no GRADE beside its recommendations. Numbers in comments are its recommendations.

guideline hypertension_ng136_published
  title      "Hypertension in adults: stages and steps, as printed"
  version    1.0.0
  status     draft
  for        "adults with suspected or diagnosed hypertension"
  applies when age at least 18 years

source ng136 "NICE guideline NG136: Hypertension in adults: diagnosis and management"
  year  2019
  note  "amended 2022 and 2023"

class ace_inhibitor "ACE inhibitor" of ramipril, lisinopril
class arb "ARB" of losartan, candesartan
class raas_blocker "ACE inhibitor or ARB" of ace_inhibitor, arb
class calcium_channel_blocker "calcium-channel blocker" of amlodipine, felodipine
class thiazide_like "thiazide-like diuretic" of indapamide, chlortalidone

input age in years whole, plausible 0 to 120
input clinic_systolic in mmHg whole, plausible 50 to 300
input average_systolic "daytime or home average, systolic" in mmHg, plausible 50 to 300
input potassium "blood potassium" in mmol/L, plausible 1 to 10
input type_2_diabetes yes or no
input black_origin "of Black African or African-Caribbean family origin" yes or no
input uncontrolled "blood pressure not controlled" yes or no
input risk_factor "organ damage, cardiovascular or renal disease, diabetes, or a 10-year risk of 10% or more" yes or no

# "Stage 1", "stage 2", "stage 3 or severe": clinic values of one reading, and averages, which have decimals.
table by clinic_systolic gives clinic_range
  under 140 mmHg         | no_hypertension  [ng136]
  140 to 159 mmHg        | clinic_stage_1   [ng136]
  160 to under 180 mmHg  | clinic_stage_2   [ng136]
  at least 180 mmHg      | severe           [ng136]

table by average_systolic gives average_range
  under 135 mmHg     | not_confirmed    [ng136]
  135 to 149 mmHg    | average_stage_1  [ng136]
  at least 150 mmHg  | average_stage_2  [ng136]

regimen steps "Steps 1 to 4"
  step 1:
    decide "Step 1"
      # 1.4.32
      type_2_diabetes or (age under 55 years and not black_origin):
        give raas_blocker (strong) [ng136]
      # 1.4.35
      (age at least 55 years or black_origin) and not type_2_diabetes:
        give calcium_channel_blocker (strong) [ng136]
  # 1.4.41, 1.4.42: no time is given for the next step.
  step 2 when uncontrolled:
    decide "Step 2"
      type_2_diabetes or (age under 55 years and not black_origin):
        give raas_blocker (strong) [ng136]
        unspecified "a calcium-channel blocker or a thiazide-like diuretic, as chosen" [ng136]
      (age at least 55 years or black_origin) and not type_2_diabetes:
        give calcium_channel_blocker (strong) [ng136]
        unspecified "an ACE inhibitor, an ARB or a thiazide-like diuretic, as chosen" [ng136]
  # 1.4.45
  step 3 when uncontrolled:
    give raas_blocker (strong) [ng136]
    give calcium_channel_blocker (strong) [ng136]
    give thiazide_like (strong) [ng136]
  # 1.4.49, 1.4.51
  step 4 when uncontrolled:
    decide "Step 4" by potassium
      at most 4.5 mmol/L:
        suggest "low-dose spironolactone" (conditional) [ng136]
      over 4.5 mmol/L:
        suggest "an alpha-blocker or a beta-blocker" (conditional) [ng136]
  # 1.4.52
  then when uncontrolled: refer to "a specialist" [ng136]

pathway diagnosis "Clinic blood pressure"

  # 1.2.3, 1.2.10
  decide "Clinic systolic" by clinic_systolic
    under 140 mmHg:
      advise "measure again within 5 years" [ng136]
    140 to 180 mmHg:
      order "ambulatory blood pressure" (strong) [ng136]
    at least 180 mmHg:
      order "tests for target organ damage, as soon as possible" [ng136]

pathway treatment "Whom to treat"

  # A stage is a clinic value and an average, each in its range. Of a patient with one in stage 1 and one in stage 2 it says
  # nothing.
  decide "Stage" by clinic_range, average_range
    no_hypertension                 | any:
      end because "hypertension is not diagnosed"
    clinic_stage_1, clinic_stage_2  | not_confirmed:
      end because "hypertension is not confirmed"
    clinic_stage_1                  | average_stage_1:
      follow stage_1
    clinic_stage_2                  | average_stage_2:
      give steps (strong) [ng136]
    severe                          | any:
      end because "section 1.5 is for severe hypertension"

part stage_1 "Stage 1"
  # 1.4.10, 1.4.13
  decide "Age in stage 1" by age
    under 80 years:
      when risk_factor:
        advise "discuss drug treatment" [ng136]
    over 80 years:
      when clinic_systolic over 150 mmHg:
        suggest "drug treatment" (conditional) [ng136]
