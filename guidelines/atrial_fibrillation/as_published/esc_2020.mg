# Table 8 of the 2020 ESC guideline and its recommendations on stroke prevention, with the limits as printed. It is meant to
# fail `check`; ../cha2ds2_vasc.mg is the corrected guideline. The guideline does not say that an age counts in whole years.

guideline cha2ds2_vasc_published
  title      "CHA2DS2-VASc score"
  version    1.0.0
  status     draft
  for        "patients with atrial fibrillation"
  applies when atrial_fibrillation

source esc2020 "2020 ESC Guidelines for the diagnosis and management of atrial fibrillation."
  "Eur Heart J 42:373-498"
  year  2021
  doi   "10.1093/eurheartj/ehaa612"

substance glucose formula C6H12O6
class antithrombotic "antithrombotic therapy" of anticoagulant, antiplatelet
class anticoagulant "OAC" of noac, vka
class noac "NOAC" of apixaban, dabigatran, edoxaban, rivaroxaban
class vka "VKA" of warfarin
class antiplatelet of aspirin, clopidogrel

input atrial_fibrillation yes or no
input age in years, plausible 0 to 120
input sex one of male, female
input heart_failure "C: congestive heart failure" yes or no
input hypertension "H: hypertension" yes or no
input diabetes_treated "oral hypoglycaemic drugs and/or insulin" yes or no
input fasting_glucose "fasting blood glucose" in mg/dL of glucose, plausible 20 to 1000
input stroke "S: previous stroke, systemic embolism or TIA" yes or no
input vascular_disease "V: vascular disease" yes or no

define diabetes "D: diabetes mellitus" any of:
  diabetes_treated [esc2020]
  fasting_glucose over 125 mg/dL (also 7 mmol/L) [esc2020]

table by age gives age_points
  under 65 years     | 0
  65 to 74 years     | 1  [esc2020]
  at least 75 years  | 2  [esc2020]

score cha2ds2_vasc "CHA2DS2-VASc"
  1 when heart_failure [esc2020]
  1 when hypertension [esc2020]
  add age_points [esc2020]
  1 when diabetes [esc2020]
  2 when stroke [esc2020]
  1 when vascular_disease [esc2020]
  1 when sex is female [esc2020]

pathway
  report cha2ds2_vasc

  decide by cha2ds2_vasc, sex
    0           | male:
      advise against antithrombotic because "class I, level A" [esc2020]
    1           | female:
      advise against antithrombotic because "class I, level A" [esc2020]
    1           | male:
      suggest anticoagulant because "class IIa, level B" [esc2020]
    2           | female:
      suggest anticoagulant because "class IIa, level B" [esc2020]
    at least 2  | male:
      advise "oral anticoagulation" because "class I, level A" [esc2020]
    at least 3  | female:
      advise "oral anticoagulation" because "class I, level A" [esc2020]
