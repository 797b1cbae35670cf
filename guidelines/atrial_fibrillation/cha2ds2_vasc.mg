# CHA2DS2-VASc and its advice on anticoagulation as the European Society of Cardiology gave them in 2020. Its classes and
# levels are not GRADE: they stand in words. Apixaban, one of the four drugs that it names, carries the dose.

guideline cha2ds2_vasc
  title      "Stroke prevention in atrial fibrillation: CHA2DS2-VASc"
  version    1.1.0
  status     draft
  for        "adults with atrial fibrillation"
  applies when age at least 18 years and atrial_fibrillation
  issued     2026-11-22
  review by  2028-11-22

source esc2020 "2020 ESC Guidelines for the diagnosis and management of atrial fibrillation."
  "Eur Heart J 42:373-498"
  year        2021
  population  "adults with atrial fibrillation"
  doi         "10.1093/eurheartj/ehaa612"
source lip2010 "Refining clinical risk stratification for predicting stroke and thromboembolism in"
  "atrial fibrillation. Chest 137:263-272"
  year        2010
  population  "1084 adults with atrial fibrillation in the Euro Heart Survey"
  doi         "10.1378/chest.09-1584"
source eliquis "Eliquis: summary of product characteristics. EMEA/H/C/002148"
  population  "adults with non-valvular atrial fibrillation"

substance glucose formula C6H12O6
substance creatinine_molecule "creatinine" formula C4H7N3O
substance apixaban formula C25H25N5O4
class noac "NOAC" of apixaban, dabigatran, edoxaban, rivaroxaban
class vka "vitamin K antagonist" of warfarin, acenocoumarol, phenprocoumon
class anticoagulant "oral anticoagulant" of noac, vka

input age in years whole, plausible 0 to 120
input sex one of male, female
input atrial_fibrillation yes or no
input heart_failure "heart failure, left ventricular dysfunction or hypertrophic cardiomyopathy" yes or no,
  ask "Heart failure, moderate or severe left ventricular dysfunction, or"
  "hypertrophic cardiomyopathy?"
input hypertension "hypertension or treatment for it" yes or no
input diabetes_treated "diabetes treated with insulin or tablets" yes or no,
  ask "Treated with insulin or tablets for diabetes?"
input fasting_glucose in mmol/L of glucose, plausible 1 to 60
input stroke "stroke, systemic embolism or transient ischaemic attack" yes or no,
  ask "Previous stroke, systemic embolism or transient ischaemic attack?"
input vascular_disease "coronary disease, peripheral artery disease or aortic plaque" yes or no,
  ask "Coronary disease on angiography, myocardial infarction, peripheral artery"
  "disease or aortic plaque?"
input mechanical_valve "mechanical heart valve" yes or no
input mitral_stenosis "moderate or severe mitral stenosis" yes or no
input active_bleeding yes or no
input weight in kg, plausible 20 to 300
input serum_creatinine in umol/L of creatinine_molecule, plausible 10 to 3000
input creatinine_clearance in mL/min, plausible 0 to 250

define diabetes any of:
  diabetes_treated [esc2020]
  fasting_glucose over 125 mg/dL [esc2020]
    differs from source ">125 mg/dL (7 mmol/L)" because "7 mmol/L is 126 mg/dL"

table by age gives age_points
  under 65 years        | 0  [lip2010, esc2020]
  65 to under 75 years  | 1  [lip2010, esc2020]
  at least 75 years     | 2  [lip2010, esc2020]

score cha2ds2_vasc "CHA2DS2-VASc"
  1 when heart_failure [lip2010, esc2020]
  1 when hypertension [lip2010, esc2020]
  add age_points [lip2010, esc2020]
  1 when diabetes [lip2010, esc2020]
  2 when stroke [lip2010, esc2020]
  1 when vascular_disease [lip2010, esc2020]
  1 when sex is female [lip2010, esc2020]

define reduced_dose_criteria "two criteria" at least 2 of:
  age at least 80 years [esc2020, eliquis]
  weight at most 60 kg [esc2020, eliquis]
  serum_creatinine at least 1.5 mg/dL (also 133 umol/L) [esc2020, eliquis]

define lower_dose "criteria for the lower dose" any of:
  reduced_dose_criteria [esc2020, eliquis]
  creatinine_clearance under 30 mL/min [esc2020, eliquis]
    differs from source "15-29 mL/min" because "29.5 stood in no band"

pitfall "No NOAC with a mechanical valve or mitral stenosis" [esc2020]
  never give noac when mechanical_valve
  never give noac when mitral_stenosis
  because "ESC class III; dabigatran did harm with mechanical valves"

pitfall "No apixaban without renal function" [eliquis]
  never give apixaban when creatinine_clearance is unknown
  never give apixaban when creatinine_clearance under 15 mL/min
  because "there is no experience below 15 mL/min"

pitfall "No anticoagulant in active bleeding" [eliquis]
  never give anticoagulant when active_bleeding

pitfall "A high risk of bleeding alone is no reason to withhold" [esc2020]
  unchecked because "advice to the reader: ESC class III, level A"

pathway stroke_prevention

  report cha2ds2_vasc
  when active_bleeding:
    advise against anticoagulant [eliquis]
    end because "bleeding comes first"

  decide "Which valve disease?"
    mechanical_valve or mitral_stenosis:
      give vka, dose unspecified "INR by the type and position of the valve"
        because "ESC: NOACs class III; score not needed"
        [esc2020]
        allow MG508 because "the dose of a vitamin K antagonist goes by the INR"
      end
    not (mechanical_valve or mitral_stenosis):
      continue

  decide "How high is the risk of stroke?" by cha2ds2_vasc, sex
    0           | male:
      follow low_risk
    1           | male:
      follow one_factor
    at least 2  | male:
      follow high_risk
    1           | female:
      follow low_risk
    2           | female:
      follow one_factor
    at least 3  | female:
      follow high_risk

part low_risk "Low risk: no anticoagulant"
  advise against anticoagulant because "ESC class I, level A" [esc2020]
  advise "reassess the risk of stroke in 4 to 6 months" because "ESC class IIa, level B" [esc2020]

part one_factor "One risk factor besides sex"
  suggest noac because "should be considered: ESC class IIa, level B" [esc2020]
  advise "weigh the net benefit, values and preferences" because "ESC class IIa, level B" [esc2020]
  follow bleeding_risk

part high_risk "High risk: anticoagulant"
  decide "Renal function" by creatinine_clearance
    unknown:
      order creatinine_clearance [eliquis]
      order serum_creatinine [eliquis]
    under 15 mL/min:
      advise against apixaban [eliquis]
      refer to "nephrology, for the choice of anticoagulant"
        uncited because "the sources name nobody"
    at least 15 mL/min:
      decide "Two of: 80 years, 60 kg, creatinine 133 µmol/L? Or clearance under 30 mL/min?"
        lower_dose:
          give 2.5 mg of apixaban 2 times daily
            because "ESC class I, level A, NOAC before VKA"
            [esc2020, eliquis]
        not lower_dose:
          give 5 mg of apixaban 2 times daily
            because "ESC class I, level A, NOAC before VKA"
            [esc2020, eliquis]

  follow bleeding_risk

part bleeding_risk "Risk of bleeding"
  advise "look for modifiable risks of bleeding, with a score"
    because "ESC class I, level B"
    [esc2020]
  advise "no antiplatelet drug alone in place of it" because "ESC class III, level A" [esc2020]

case "a man of 64 with no risk factor"
  age 64 years, sex male, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 0
  expect advise against anticoagulant
  expect no suggest noac

case "a woman of 64 with no risk factor: her sex alone scores"
  age 64 years, sex female, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 1
  expect advise against anticoagulant
  expect advise "reassess the risk of stroke in 4 to 6 months"

case "a man of 65"
  age 65 years, sex male, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 1
  expect suggest noac
  expect no advise against anticoagulant

case "a woman of 74"
  age 74 years, sex female, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 2
  expect suggest noac

case "a woman of 75"
  age 75 years, sex female, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 70 kg, serum_creatinine 80 umol/L, creatinine_clearance 60 mL/min
  expect cha2ds2_vasc 3
  expect give 5 mg of apixaban

case "every point"
  age 80 years, sex female, atrial_fibrillation yes, heart_failure yes, hypertension yes
  diabetes_treated yes, stroke yes, vascular_disease yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 60.1 kg, serum_creatinine 132 umol/L, creatinine_clearance 40 mL/min
  expect cha2ds2_vasc 9
  expect give 5 mg of apixaban

case "aged 80 and 60 kg: two criteria for the lower dose"
  age 80 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 60 kg, serum_creatinine 90 umol/L, creatinine_clearance 50 mL/min
  expect give 2.5 mg of apixaban

case "aged 80 and creatinine 1.5 mg/dL: two criteria for the lower dose"
  age 80 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 70 kg, serum_creatinine 1.5 mg/dL, creatinine_clearance 40 mL/min
  expect give 2.5 mg of apixaban

case "aged 79 and 60 kg: one criterion"
  age 79 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 60 kg, serum_creatinine 90 umol/L, creatinine_clearance 50 mL/min
  expect give 5 mg of apixaban

case "clearance 30 mL/min"
  age 70 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 70 kg, serum_creatinine 100 umol/L, creatinine_clearance 30 mL/min
  expect give 5 mg of apixaban

case "clearance 29.5 mL/min"
  age 70 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 70 kg, serum_creatinine 100 umol/L, creatinine_clearance 29.5 mL/min
  expect give 2.5 mg of apixaban

case "clearance 15 mL/min"
  age 70 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 70 kg, serum_creatinine 300 umol/L, creatinine_clearance 15 mL/min
  expect give 2.5 mg of apixaban

case "clearance 14.9 mL/min"
  age 70 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 70 kg, serum_creatinine 300 umol/L, creatinine_clearance 14.9 mL/min
  expect advise against apixaban
  expect refer to "nephrology, for the choice of anticoagulant"
  expect no give 2.5 mg of apixaban

case "renal function never checked"
  age 70 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 3 to 7
  expect order creatinine_clearance
  expect no give 5 mg of apixaban

case "a stroke alone decides, whatever else is unknown; sex is not"
  age 66 years, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 3 to 8
  expect ask sex

case "glucose 125 mg/dL is not diabetes"
  age 50 years, sex male, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 125 mg/dL, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 0

case "glucose 126 mg/dL, which is under 7 mmol/L, is diabetes"
  age 50 years, sex male, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 126 mg/dL, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 1
  expect suggest noac

case "heart failure and vascular disease never asked about"
  age 50 years, sex male, atrial_fibrillation yes, hypertension no
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 0 to 2
  expect ask heart_failure
  expect ask vascular_disease
  expect no advise against anticoagulant

case "mechanical valve"
  age 70 years, sex male, atrial_fibrillation yes, mechanical_valve yes, mitral_stenosis no
  active_bleeding no
  expect give vka
  expect no suggest noac

case "mitral stenosis never looked for"
  age 70 years, sex male, atrial_fibrillation yes, stroke yes, mechanical_valve no
  active_bleeding no, creatinine_clearance 60 mL/min
  expect ask mitral_stenosis
  expect no give 5 mg of apixaban

case "bleeding"
  age 80 years, sex female, atrial_fibrillation yes, stroke yes, active_bleeding yes
  expect advise against anticoagulant
  expect no give vka

case "no atrial fibrillation"
  age 70 years, sex male, atrial_fibrillation no
  expect outside

case "aged 80, weight and creatinine unknown: the dose is not decided"
  age 80 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no, creatinine_clearance 50 mL/min
  expect ask weight
  expect ask serum_creatinine
  expect no give 5 mg of apixaban
  expect no give 2.5 mg of apixaban

case "17 years"
  age 17 years, atrial_fibrillation yes, stroke yes
  expect outside

case "18 years, bleeding never asked about"
  age 18 years, sex male, atrial_fibrillation yes, stroke yes
  expect ask active_bleeding
  expect no advise against anticoagulant

case "19 years, diabetes treated with tablets"
  age 19 years, sex male, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated yes, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 1
  expect suggest noac

case "glucose 124 mg/dL"
  age 50 years, sex male, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 124 mg/dL, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  expect cha2ds2_vasc 0

case "age unknown"
  sex male, atrial_fibrillation yes, stroke yes
  expect ask age

case "mitral stenosis"
  age 70 years, sex male, atrial_fibrillation yes, mechanical_valve no, mitral_stenosis yes
  active_bleeding no
  expect give vka
  expect no suggest noac

case "aged 81, 59.9 kg"
  age 81 years, sex male, atrial_fibrillation yes, stroke yes
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 59.9 kg, serum_creatinine 1.6 mg/dL, creatinine_clearance 31 mL/min
  expect give 2.5 mg of apixaban

case "a woman of 76, clearance 15.1 mL/min"
  age 76 years, sex female, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 60 kg, serum_creatinine 132.6 umol/L, creatinine_clearance 15.1 mL/min
  expect cha2ds2_vasc 3
  expect give 2.5 mg of apixaban

case "a man of 75"
  age 75 years, sex male, atrial_fibrillation yes, heart_failure no, hypertension no
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 70 kg, serum_creatinine 133 umol/L, creatinine_clearance 30.1 mL/min
  expect cha2ds2_vasc 2
  expect give 5 mg of apixaban

case "a woman of 76 with hypertension"
  age 76 years, sex female, atrial_fibrillation yes, heart_failure no, hypertension yes
  diabetes_treated no, fasting_glucose 5 mmol/L, stroke no, vascular_disease no
  mechanical_valve no, mitral_stenosis no, active_bleeding no
  weight 70 kg, serum_creatinine 80 umol/L, creatinine_clearance 60 mL/min
  expect cha2ds2_vasc 4
  expect give 5 mg of apixaban

case "whether the valve is mechanical is not known"
  age 70 years, sex male, atrial_fibrillation yes, stroke yes, mitral_stenosis no
  active_bleeding no, creatinine_clearance 60 mL/min
  expect ask mechanical_valve
  expect no give 5 mg of apixaban

case "the rhythm is not known"
  age 70 years, sex male, stroke yes
  expect ask atrial_fibrillation
