# Drug treatment of hypertension by the four steps of NICE NG136. as_published/ng136.mg keeps its limits as printed; what is
# mended here says so where it stands. "Offer" is strong here, "consider" conditional: the guideline prints no GRADE.
# It names classes and leaves the dose to the formulary; a `give` of a class is a choice among its drugs.

guideline hypertension_steps
  title      "Hypertension: drug treatment by steps"
  version    1.1.0
  status     draft
  for        "adults with hypertension, confirmed by ambulatory or home measurement"
  applies when age at least 18 years and not type_1_diabetes
  issued     2026-11-22
  review by  2028-11-22

source ng136 "NICE guideline NG136: Hypertension in adults: diagnosis and management"
  year        2019
  url         "https://www.nice.org.uk/guidance/ng136"
  population  "adults with suspected or diagnosed hypertension, with or without type 2 diabetes"
  note        "amended 2022 and 2023"
source mhra "ACE inhibitors and angiotensin II receptor antagonists: not for use in pregnancy."
  "Drug Safety Update 1(5)"
  year  2007
source bnf "British National Formulary: ACE inhibitors; spironolactone"

substance spironolactone formula C24H32O4S
class ace_inhibitor "ACE inhibitor" of ramipril, lisinopril, enalapril
class arb "ARB" of losartan, candesartan, irbesartan
class raas_blocker "ACE inhibitor or ARB" of ace_inhibitor, arb
class calcium_channel_blocker "calcium-channel blocker" of amlodipine, felodipine
class thiazide_like "thiazide-like diuretic" of indapamide, chlortalidone

input age in years whole, plausible 0 to 120
input sex one of male, female
input childbearing "pregnancy or breastfeeding" one of neither, planning, pregnant, breastfeeding
input type_1_diabetes yes or no
input type_2_diabetes yes or no
input black_origin "of Black African or African-Caribbean family origin" yes or no
input heart_failure yes or no
input risk_factor yes or no,
  ask "Is there target organ damage, cardiovascular or renal disease, diabetes, or a"
  "10-year risk of 10% or more?"
input clinic_systolic "clinic systolic pressure" in mmHg, plausible 50 to 300
input clinic_diastolic "clinic diastolic pressure" in mmHg, plausible 20 to 200
input average_systolic "daytime or home average, systolic" in mmHg, plausible 50 to 300
input average_diastolic "daytime or home average, diastolic" in mmHg, plausible 20 to 200
input emergency_signs yes or no,
  ask "Is there retinal haemorrhage, papilloedema, new confusion, chest pain, heart failure"
  "or acute kidney injury?"
input potassium "blood potassium" in mmol/L, plausible 1 to 10
input sodium "blood sodium" in mmol/L, plausible 100 to 180
input egfr "estimated glomerular filtration rate" in mL/min/1.73 m2, plausible 0 to 200
input angio_oedema "angio-oedema" one of not_ever "never", past "in the past", now,
  ask "Has the patient ever had angio-oedema (swelling of the face, lips, tongue or throat)?"
input ace_not_tolerated "ACE inhibitor not tolerated" yes or no
input ccb_suitable "suitable for a calcium-channel blocker" yes or no,
  ask "Is a calcium-channel blocker suitable (no oedema from one before)?"
input taken_already any of ace "ACE inhibitor from another prescriber",
  sartan "ARB from another prescriber"

impossible when sex is male and childbearing is planning, pregnant, breastfeeding

define childbearing_now "pregnant, planning pregnancy or breastfeeding" all of:
  sex is female [ng136]
  childbearing is planning, pregnant, breastfeeding [ng136]
define severe: clinic_systolic at least 180 mmHg or clinic_diastolic at least 120 mmHg [ng136]
define stage_2: average_systolic at least 150 mmHg or average_diastolic at least 95 mmHg [ng136]
  differs from source "and a clinic pressure of 160/100 or higher" because "165 mmHg in the clinic"
    "with an average of 140 is in neither stage of the source: the average decides"
define stage_1 all of:
  average_systolic at least 135 mmHg or average_diastolic at least 85 mmHg [ng136]
  average_systolic under 150 mmHg [ng136]
    differs from source "to 149 mmHg" because "an average of 149.5 is in"
      "neither stage of the source"
  average_diastolic under 95 mmHg [ng136] differs from source "to 94 mmHg" because "as for 149 mmHg"
define target_systolic:
  140 mmHg  when age under 80 years [ng136]
  150 mmHg  when age at least 80 years [ng136]
define above_target: clinic_systolic at least target_systolic or clinic_diastolic at least 90 mmHg
  [ng136]
define starts_with_raas "starts with an ACE inhibitor or ARB" any of:
  type_2_diabetes [ng136]
  age under 55 years and not black_origin [ng136]

regimen ladder "Blood-pressure ladder"
  step 1:
    decide "Which drug first?"
      starts_with_raas:
        follow give_raas
      not starts_with_raas:
        follow give_ccb
  step 2 after 4 weeks when above_target:
    differs from source "no interval" because "a step needs a time"
    follow give_raas
    follow give_ccb
    note "A thiazide-like diuretic may take the place of the drug that is added." [ng136]
  step 3 after 4 weeks when above_target differs from source "no interval" because "as for step 2":
    follow give_raas
    follow give_ccb
    give thiazide_like (strong) [ng136]
  step 4 after 4 weeks when above_target differs from source "no interval" because "as for step 2":
    advise "confirm with ambulatory or home values, look for postural"
      "hypotension, ask about adherence"
      [ng136]
    follow give_raas
    follow give_ccb
    give thiazide_like (strong) [ng136]
    follow fourth_drug
  then after 4 weeks when above_target differs from source "no interval" because "as for step 2":
    refer to "a specialist in hypertension" (strong) [ng136]

monitor diuretic "further diuretic": sodium, potassium, egfr
  allow MG506 because "the source says to measure sodium, and no more"
  at baseline [ng136]
  after 4 weeks [ng136] differs from source "within 1 month" because "a schedule needs one day"
  unspecified "as needed thereafter" [ng136]

monitor pressure "clinic pressure": clinic_systolic, clinic_diastolic
  at baseline [ng136]
  after 4 weeks [ng136]
    differs from source "an annual review" because "each step is decided after 4 weeks"
  every 12 months [ng136]

caution spironolactone when egfr under 60 mL/min/1.73 m2:
  advise "spironolactone: measure potassium again within a week; a reduced"
    "filtration rate raises it"
    [ng136]
    differs from source "a reduced rate: particular caution" because "it gives"
      "neither a rate nor a time"

pitfall "No ACE inhibitor or ARB in pregnancy, when planning it, or when breastfeeding"
  [ng136, mhra]
  never give raas_blocker when childbearing_now
  because "they harm the unborn child"

caution arb when angio_oedema is past:
  advise "ARB: stop it and seek help at once if the face, lips, tongue or throat swell"
    uncited because "the sources give the ARB without a word on a swelling in the past"

pitfall "No ACE inhibitor after angio-oedema, and no ARB during it" [bnf]
  never give ace_inhibitor when angio_oedema is past, now
  never give arb when angio_oedema is now
    uncited because "an ARB may be what causes it; the emergency comes first"

pitfall "Never an ACE inhibitor with an ARB" [ng136]
  never give ace_inhibitor when taken_already has sartan
  never give arb when taken_already has ace

pitfall "No spironolactone without a potassium of 4.5 mmol/L or less" [ng136]
  never give spironolactone when potassium is unknown
  never give spironolactone when potassium over 4.5 mmol/L
  because "hyperkalaemia"

pathway

  when severe:
    decide "Signs of an emergency?"
      emergency_signs:
        refer to "same-day specialist assessment" (strong) [ng136]
        end
      not emergency_signs:
        order "urine albumin, blood tests, fundi and ECG, this week, for target organ damage"
          [ng136]
          differs from source "as soon as possible" because "the source gives 7 days for the rest"
      unknown:
        refer to "same-day specialist assessment, unless an emergency is excluded"
          uncited because "the source has no word on signs that were not looked for"
        end

  when childbearing_now:
    advise against raas_blocker (strong) [ng136, mhra]
    refer to "the guideline on hypertension in pregnancy (NG133)" (strong) [ng136]
    end

  when angio_oedema is now:
    end because "emergency care first: see “Swelling of face, lips, tongue or throat”"

  when heart_failure:
    give thiazide_like (strong) [ng136]
    refer to "the guideline on chronic heart failure (NG106)" (strong) [ng136]
    end

  decide "Drug treatment?" first that applies
    ladder step at least 1:
      continue
    severe or stage_2:
      continue
    stage_1 and age under 80 years and risk_factor:
      advise "discuss drug treatment; the person may choose none" [ng136]
    stage_1 and age under 60 years and not risk_factor:
      suggest "drug treatment: a low 10-year risk can hide a high lifetime risk" (conditional)
        [ng136]
    stage_1
        and age at least 80 years
        and (clinic_systolic over 150 mmHg or clinic_diastolic over 90 mmHg):
      differs from source "aged over 80" because "80 itself is in neither rule of the source"
      suggest "drug treatment" (conditional) [ng136]
    unknown:
      when average_systolic is unknown or average_diastolic is unknown:
        order "ambulatory blood pressure, or home measurement for 7 days" (strong) [ng136]
      when risk_factor is unknown:
        order "the 10-year cardiovascular risk, and tests for target organ damage" [ng136]
      when ladder step is unknown:
        advise "find out which drugs the patient takes" uncited because "the source knows the step"
      end
    otherwise:
      follow lifestyle
      end because "no drug treatment at this stage"

  follow lifestyle
  when age under 40 years:
    suggest "a specialist's look for secondary causes" (conditional) [ng136]
  when ladder step at least 1 and above_target:
    advise "before the next step: is the medicine taken as prescribed, at the best tolerated dose?"
      [ng136]
  give ladder [ng136]
  start pressure [ng136]

pathway swelling "Swelling of face, lips, tongue or throat"

  when angio_oedema is now:
    refer to "emergency care, now: angio-oedema can close the airway"
      uncited because "the sources speak of angio-oedema in the past only"
    advise "no ACE inhibitor and no ARB, another prescriber's neither"
      uncited because "either may be what causes it"

part lifestyle "Lifestyle"
  advise "diet, exercise, alcohol, salt, smoking" [ng136]

part give_raas "ACE inhibitor or ARB"
  decide "ACE inhibitor or ARB?" first that applies
    taken_already has ace, sartan:
      advise "go on with the ACE inhibitor or ARB of the other"
        "prescriber; never add a second" (strong)
        [ng136]
    black_origin:
      give arb (conditional) [ng136]
    ace_not_tolerated or angio_oedema is past:
      give arb (strong) [ng136]
    otherwise:
      give raas_blocker (strong) [ng136]

part give_ccb "Calcium-channel blocker"
  decide "Calcium-channel blocker suitable?"
    ccb_suitable:
      give calcium_channel_blocker (strong) [ng136]
    not ccb_suitable:
      give thiazide_like (strong) [ng136]

part fourth_drug "Resistant hypertension"
  decide "Fourth drug" by potassium
    unknown:
      order potassium [ng136]
    at most 4.5 mmol/L:
      give 25 mg of spironolactone daily (conditional) [ng136, bnf]
        differs from source "low-dose spironolactone" because "25 mg a day is the formulary's dose"
      start diuretic [ng136]
    over 4.5 mmol/L:
      suggest "an alpha-blocker or a beta-blocker" (conditional) [ng136]

case "stage 2, under 55"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give raas_blocker
  expect no give calcium_channel_blocker
  expect advise "diet, exercise, alcohol, salt, smoking"
  expect start pressure

case "54 years"
  age 54 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give raas_blocker
  expect no give calcium_channel_blocker

case "55 years"
  age 55 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give calcium_channel_blocker
  expect no give raas_blocker

case "55 years, type 2 diabetes"
  age 55 years, sex male, type_1_diabetes no, type_2_diabetes yes, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give raas_blocker
  expect no give calcium_channel_blocker

case "Black African origin, under 55"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin yes
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give calcium_channel_blocker
  expect no give arb

case "Black African origin, type 2 diabetes: an ARB"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes yes, black_origin yes
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give arb
  expect no give ace_inhibitor

case "cough on an ACE inhibitor: an ARB"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated yes, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give arb
  expect no give ace_inhibitor

case "angio-oedema once: an ARB"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema past, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give arb
  expect no give ace_inhibitor
  expect advise "ARB: stop it and seek help at once if the face, lips, tongue or throat swell"

case "angio-oedema now: emergency care, and no drug"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema now, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect refer to "emergency care, now: angio-oedema can close the airway"
  expect advise "no ACE inhibitor and no ARB, another prescriber's neither"
  expect no give arb
  expect no give raas_blocker

case "on step 1, angio-oedema now: the drug is stopped"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema now, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 2 weeks
  expect refer to "emergency care, now: angio-oedema can close the airway"
  expect stop ladder
  expect no give raas_blocker

case "angio-oedema now, whether pregnant is unknown: the emergency is told all the same"
  age 40 years, sex female, type_1_diabetes no, angio_oedema now
  clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  expect refer to "emergency care, now: angio-oedema can close the airway"
  expect ask childbearing
  expect no give arb

case "whether there was angio-oedema is unknown"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, ace_not_tolerated no, ccb_suitable yes, taken_already none
  potassium 4.2 mmol/L
  egfr 80 mL/min/1.73 m2
  expect ask angio_oedema
  expect no give raas_blocker

case "calcium-channel blocker not suitable"
  age 60 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable no
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give thiazide_like
  expect no give calcium_channel_blocker

case "under 40"
  age 39 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect suggest "a specialist's look for secondary causes"
  expect give raas_blocker

case "40 years"
  age 40 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect no suggest "a specialist's look for secondary causes"

# Stage 1: an average under 150/95.
case "an average of 149.5 is stage 1"
  age 70 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor yes, clinic_systolic 152 mmHg, clinic_diastolic 88 mmHg
  average_systolic 149.5 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect stage_1 yes
  expect stage_2 no
  expect advise "discuss drug treatment; the person may choose none"
  expect give calcium_channel_blocker

case "an average of 150 is stage 2"
  age 70 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 150 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect stage_1 no
  expect stage_2 yes
  expect no advise "discuss drug treatment; the person may choose none"
  expect give calcium_channel_blocker

case "165 in the clinic, 140 on average: stage 1"
  age 70 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 165 mmHg, clinic_diastolic 88 mmHg
  average_systolic 140 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect stage_1 yes
  expect no give calcium_channel_blocker
  expect no suggest "drug treatment"

case "stage 1, 59 years, low risk"
  age 59 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 152 mmHg, clinic_diastolic 88 mmHg
  average_systolic 149.5 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect suggest "drug treatment: a low 10-year risk can hide a high lifetime risk"
  expect give calcium_channel_blocker

case "stage 1, 60 years, low risk: no drug"
  age 60 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 152 mmHg, clinic_diastolic 88 mmHg
  average_systolic 149.5 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect no suggest "drug treatment: a low 10-year risk can hide a high lifetime risk"
  expect no give calcium_channel_blocker
  expect advise "diet, exercise, alcohol, salt, smoking"

case "stage 1, exactly 80 years, over 150/90"
  age 80 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 152 mmHg, clinic_diastolic 88 mmHg
  average_systolic 149.5 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect suggest "drug treatment"
  expect give calcium_channel_blocker

case "stage 1, 79 years, a risk factor"
  age 79 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor yes, clinic_systolic 152 mmHg, clinic_diastolic 88 mmHg
  average_systolic 149.5 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect advise "discuss drug treatment; the person may choose none"
  expect give calcium_channel_blocker

case "stage 1, 80 years, exactly 150/90"
  age 80 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 90 mmHg
  average_systolic 149 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect no suggest "drug treatment"
  expect no give calcium_channel_blocker

case "under stage 1"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 134.9 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect no give raas_blocker
  expect no start pressure

case "not measured outside the clinic"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  angio_oedema not_ever
  ace_not_tolerated no, ccb_suitable yes, taken_already none, potassium 4.2 mmol/L
  egfr 80 mL/min/1.73 m2
  expect order "ambulatory blood pressure, or home measurement for 7 days"
  expect no give raas_blocker

case "stage 1, risk not estimated"
  age 60 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, clinic_systolic 152 mmHg, clinic_diastolic 88 mmHg, average_systolic 149.5 mmHg
  average_diastolic 84 mmHg
  angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes, taken_already none
  potassium 4.2 mmol/L
  egfr 80 mL/min/1.73 m2
  expect order "the 10-year cardiovascular risk, and tests for target organ damage"
  expect no order "ambulatory blood pressure, or home measurement for 7 days"
  expect no give calcium_channel_blocker

case "whether drugs are taken is unknown"
  age 60 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 152 mmHg, clinic_diastolic 88 mmHg
  average_systolic 149.5 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step unknown
  expect advise "find out which drugs the patient takes"
  expect no give raas_blocker

# The steps.
case "step 1, 4 weeks, over the target"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 4 weeks
  expect give raas_blocker
  expect give calcium_channel_blocker
  expect no give thiazide_like
  expect advise "before the next step: is the medicine taken as prescribed, at"
    "the best tolerated dose?"

case "step 1, 27 days, over the target"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 27 d
  expect give raas_blocker
  expect no give calcium_channel_blocker

case "step 1, exactly 140/89: over the target"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 140 mmHg, clinic_diastolic 89 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 4 weeks
  expect give raas_blocker
  expect give calcium_channel_blocker

case "step 1, 139/89: on target"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 139 mmHg, clinic_diastolic 89 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 4 weeks
  expect give raas_blocker
  expect no give calcium_channel_blocker

case "step 1, 139/90: over the target"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 139 mmHg, clinic_diastolic 90 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 4 weeks
  expect give raas_blocker
  expect give calcium_channel_blocker

case "step 1, 80 years, 149/85: on target"
  age 80 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 149 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 4 weeks
  expect give calcium_channel_blocker
  expect no give raas_blocker

case "step 1, pressure not measured again"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, average_systolic 152 mmHg, average_diastolic 84 mmHg
  angio_oedema not_ever
  ace_not_tolerated no, ccb_suitable yes, taken_already none, potassium 4.2 mmol/L
  egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 4 weeks
  expect ask clinic_systolic
  expect no give calcium_channel_blocker

case "step 2, over the target"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 2, ladder time 4 weeks
  expect give raas_blocker
  expect give calcium_channel_blocker
  expect give thiazide_like

case "step 3, over the target, potassium 4.5"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.5 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 3, ladder time 4 weeks
  expect give 25 mg of spironolactone
  expect start diuretic
  expect give thiazide_like

case "step 3, over the target, potassium 4.6"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.6 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 3, ladder time 4 weeks
  expect suggest "an alpha-blocker or a beta-blocker"
  expect no give spironolactone

case "step 3, over the target, potassium unknown"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  egfr 80 mL/min/1.73 m2
  ladder step 3, ladder time 4 weeks
  expect order potassium
  expect no give spironolactone

case "step 4, over the target"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 4, ladder time 4 weeks
  expect refer to "a specialist in hypertension"

case "step 4, filtration 50"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 150 mmHg, clinic_diastolic 85 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 50 mL/min/1.73 m2
  ladder step 3, ladder time 4 weeks
  expect advise "spironolactone: measure potassium again within a week; a reduced"
    "filtration rate raises it"

case "step 1, filtration 50: no spironolactone, no word of it"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 50 mL/min/1.73 m2
  expect no advise "spironolactone: measure potassium again within a week; a reduced"
    "filtration rate raises it"

# Who may not.
case "planning"
  age 50 years, sex female, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2, childbearing planning
  expect advise against raas_blocker
  expect refer to "the guideline on hypertension in pregnancy (NG133)"
  expect no give raas_blocker

case "pregnant"
  age 50 years, sex female, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2, childbearing pregnant
  expect advise against raas_blocker
  expect refer to "the guideline on hypertension in pregnancy (NG133)"
  expect no give raas_blocker

case "breastfeeding"
  age 50 years, sex female, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2, childbearing breastfeeding
  expect advise against raas_blocker
  expect refer to "the guideline on hypertension in pregnancy (NG133)"
  expect no give raas_blocker

case "a woman, neither"
  age 50 years, sex female, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2, childbearing neither
  expect give raas_blocker

case "a woman, whether pregnant is unknown"
  age 50 years, sex female, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect ask childbearing
  expect no give raas_blocker

case "on step 1, now pregnant"
  age 50 years, sex female, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2, childbearing pregnant
  ladder step 1, ladder time 2 weeks
  expect refer to "the guideline on hypertension in pregnancy (NG133)"
  expect stop ladder
  expect no give raas_blocker

case "an ARB from another prescriber"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already sartan
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect advise "go on with the ACE inhibitor or ARB of the other prescriber; never add a second"
  expect no give raas_blocker

case "an ACE inhibitor from another prescriber, step 2: the calcium-channel blocker alone is added"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already ace
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  ladder step 1, ladder time 4 weeks
  expect advise "go on with the ACE inhibitor or ARB of the other prescriber; never add a second"
  expect no give raas_blocker
  expect give calcium_channel_blocker

case "heart failure"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure yes, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect give thiazide_like
  expect refer to "the guideline on chronic heart failure (NG106)"
  expect no give raas_blocker

case "180/110, signs of an emergency"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 180 mmHg, clinic_diastolic 110 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2, emergency_signs yes
  expect refer to "same-day specialist assessment"
  expect no give raas_blocker

case "179/119: not severe"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 179 mmHg, clinic_diastolic 119 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect severe no
  expect give raas_blocker

case "170/120, no signs"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 170 mmHg, clinic_diastolic 120 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2, emergency_signs no
  expect order "urine albumin, blood tests, fundi and ECG, this week, for target organ damage"
  expect give raas_blocker

case "190/110, signs not looked for"
  age 50 years, sex male, type_1_diabetes no, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 190 mmHg, clinic_diastolic 110 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect refer to "same-day specialist assessment, unless an emergency is excluded"
  expect no give raas_blocker

case "type 1 diabetes"
  age 50 years, sex male, type_1_diabetes yes, type_2_diabetes no, black_origin no
  heart_failure no, risk_factor no, clinic_systolic 162 mmHg, clinic_diastolic 88 mmHg
  average_systolic 152 mmHg
  average_diastolic 84 mmHg, angio_oedema not_ever, ace_not_tolerated no, ccb_suitable yes
  taken_already none
  potassium 4.2 mmol/L, egfr 80 mL/min/1.73 m2
  expect outside
