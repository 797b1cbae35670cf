# Correction insulin on a general ward, by the scale of the Endocrine Society. as_published/correction_scale.mg is the scale
# as printed, gaps kept; what is mended here says so where it stands.
# The limits in mmol/L are those in mg/dL, converted: a meter that reads tenths decides by them as by mg/dL.
# Scheduled insulin (basal, and with meals) is another order: this is what is added to it.

guideline insulin_correction
  title      "Correction insulin on the ward"
  version    1.1.0
  status     draft
  for        "adults with diabetes in hospital, on scheduled insulin, not critically ill"
  applies when age at least 18 years and not critically_ill
  issued     2026-11-22
  review by  2028-11-22

source endo2012 "Management of Hyperglycemia in Hospitalized Patients in Non-Critical Care Setting:"
  "An Endocrine Society Clinical Practice Guideline. J Clin Endocrinol Metab 97(1):16-38"
  year        2012
  doi         "10.1210/jc.2011-2098"
  population  "adults in hospital, not critically ill"
source rabbit2 "Randomized study of basal-bolus insulin therapy in the inpatient management of"
  "patients with type 2 diabetes (RABBIT 2 trial). Diabetes Care 30(9):2181-2186"
  year        2007
  doi         "10.2337/dc07-0295"
  design      "randomised trial of 130 patients"
  population  "insulin-naive adults with type 2 diabetes on medical wards"
  finding     "mean glucose under 140 mg/dL: 66% on basal-bolus insulin with the scale,"
              "38% on the scale alone"
source ada2022 "Standards of Medical Care in Diabetes: 6. Glycemic Targets. Diabetes"
  "Care 45(Suppl 1):S83-S96"
  year  2022
  doi   "10.2337/dc22-S006"

substance glucose_molecule formula C6H12O6
substance rapid_insulin "rapid-acting insulin", in unit

input age in years whole, plausible 0 to 120
input critically_ill yes or no
input glucose "blood glucose" in mg/dL of glucose_molecule, plausible 10 to 1500
input can_eat yes or no, ask "Is the patient able and expected to eat all or most meals?"
input egfr "estimated glomerular filtration rate" in mL/min/1.73 m2, plausible 0 to 200
input corticosteroids yes or no
input insulin_before "insulin before admission" in unit/d, plausible 0 to 500
input recent_insulin "rapid-acting insulin in the last 4 hours" yes or no
input can_swallow "awake and able to swallow" yes or no
input recent_hypoglycaemia "glucose under 70 mg/dL (3.9 mmol/L) since the last review" yes or no
input stays_high yes or no,
  ask "Do the fasting and pre-meal values stay over 140 mg/dL (7.8 mmol/L)?"

define needs_less "insulin-sensitive" any of:
  not can_eat [endo2012]
  age at least 70 years [endo2012]
    differs from source "elderly" because "70 is the limit of its basal doses"
  egfr under 60 mL/min/1.73 m2 [endo2012]
    differs from source "impaired renal function" because "60 is the limit of its basal doses"
define needs_more "insulin-resistant" any of:
  corticosteroids [endo2012]
  insulin_before over 80 unit/d [endo2012]

table by needs_less, needs_more gives column
  yes  | any  | sensitive  [endo2012]
    differs from source "two columns for an old patient on steroids" because "the smaller dose is"
      "the safer to start with"
  no   | yes  | resistant  [endo2012]
  no   | no   | usual      [endo2012]

table by glucose gives sensitive_dose, usual_dose, resistant_dose
  at most 140 mg/dL (also 7.77 mmol/L)                                 | 0 unit of rapid_insulin   | 0 unit of rapid_insulin   | 0 unit of rapid_insulin
    [endo2012]
  over 140 mg/dL (also 7.77 mmol/L) to 180 mg/dL (also 9.99 mmol/L)    | 2 unit of rapid_insulin   | 4 unit of rapid_insulin   | 6 unit of rapid_insulin
    [endo2012]
    differs from source ">141-180" because "its text corrects from over 140 mg/dL"
  over 180 mg/dL (also 9.99 mmol/L) to 220 mg/dL (also 12.21 mmol/L)   | 4 unit of rapid_insulin   | 6 unit of rapid_insulin   | 8 unit of rapid_insulin
    [endo2012]
    differs from source "181-220" because "180.5 mg/dL is in no row of the source;"
      "10.02 mmol/L is that value"
  over 220 mg/dL (also 12.21 mmol/L) to 260 mg/dL (also 14.43 mmol/L)  | 6 unit of rapid_insulin   | 8 unit of rapid_insulin   | 10 unit of rapid_insulin
    [endo2012]
    differs from source "221-260" because "as for 181-220"
  over 260 mg/dL (also 14.43 mmol/L) to 300 mg/dL (also 16.65 mmol/L)  | 8 unit of rapid_insulin   | 10 unit of rapid_insulin  | 12 unit of rapid_insulin
    [endo2012]
    differs from source "261-300" because "as for 181-220"
  over 300 mg/dL (also 16.65 mmol/L) to 350 mg/dL (also 19.43 mmol/L)  | 10 unit of rapid_insulin  | 12 unit of rapid_insulin  | 14 unit of rapid_insulin
    [endo2012]
    differs from source "301-350" because "as for 181-220"
    allow MG306 because "350 mg/dL governs: 19.43 mmol/L is 350.04 mg/dL, and no"
      "meter reads hundredths"
  over 350 mg/dL (also 19.43 mmol/L) to 400 mg/dL (also 22.20 mmol/L)  | 12 unit of rapid_insulin  | 14 unit of rapid_insulin  | 16 unit of rapid_insulin
    [endo2012]
    differs from source "351-400" because "as for 181-220"
    allow MG306 because "350 mg/dL governs: 19.43 mmol/L is 350.04 mg/dL, and no"
      "meter reads hundredths"
  over 400 mg/dL (also 22.20 mmol/L)                                   | 14 unit of rapid_insulin  | 16 unit of rapid_insulin  | 18 unit of rapid_insulin
    [endo2012]

define correction:
  sensitive_dose  when column is sensitive
  usual_dose      when column is usual
  resistant_dose  when column is resistant

monitor bedside_glucose "bedside glucose": glucose
  every 6 h when not can_eat [endo2012]
    differs from source "every 4 to 6 h" because "a schedule needs one number"
  unspecified "before each meal and at bedtime" when can_eat [endo2012]

pitfall "No correction insulin without a glucose, or in hypoglycaemia" [endo2012, ada2022]
  never give rapid_insulin when glucose is unknown
  never give rapid_insulin when glucose under 70 mg/dL (also 3.89 mmol/L)
    differs from source "3.8 mmol/L (70 mg/dL)" because "3.8 mmol/L is 68.5 mg/dL"
  because "it makes the low glucose lower"

pitfall "Doses of rapid-acting insulin stack within 4 hours" [endo2012]
  never give rapid_insulin when recent_insulin
  because "the earlier dose is still at work"

pitfall "The scale alone is no treatment" [endo2012, rabbit2]
  unchecked because "this guideline is for patients on scheduled insulin"

pathway

  start bedside_glucose [endo2012]

  decide "What is the glucose now?" by glucose
    unknown:
      order glucose [endo2012]
      end
    under 70 mg/dL (also 3.89 mmol/L):
      advise against rapid_insulin because "hypoglycaemia" [endo2012]
      follow hypoglycaemia
      end
    70 mg/dL (also 3.89 mmol/L) to 140 mg/dL (also 7.77 mmol/L):
      end because "no correction at 140 mg/dL or under"
    over 140 mg/dL (also 7.77 mmol/L):
      differs from source "7.8 mmol/L" because "that is 140.5 mg/dL"
      continue

  when recent_insulin:
    order "bedside glucose 4 hours after the last dose" [endo2012]
    end because "the last dose of rapid-acting insulin is still at work"
  report column
  give correction of rapid_insulin at most 18 unit once [endo2012]
  when can_eat:
    advise "give it with the insulin of the meal, or at bedtime" [endo2012]
  when recent_hypoglycaemia:
    follow smaller_doses
  when stays_high and not recent_hypoglycaemia:
    follow larger_doses
  when glucose over 400 mg/dL (also 22.20 mmol/L):
    refer to "the doctor on call: ketones, and the scheduled insulin"
      uncited because "the scale has no upper end and names nobody"

part hypoglycaemia "Hypoglycaemia"
  decide "Can the patient swallow?"
    can_swallow:
      advise "15 to 20 g of glucose by mouth; again after 15 minutes while"
        "under 70 mg/dL (3.9 mmol/L)"
        [ada2022]
    not can_swallow:
      advise "intravenous glucose or glucagon, now"
        uncited because "ada2022 names glucagon; the vein is the ward's own way"
    unknown:
      advise "treat the low glucose now, by mouth only if the patient can swallow" [ada2022]

  follow smaller_doses

part smaller_doses "Smaller doses from now on"
  decide "Which column until now?" by column
    sensitive:
      refer to "the doctor on call: no column has smaller doses"
        uncited because "the source has no column below the sensitive one"
    usual:
      suggest "the sensitive column from now on" [endo2012]
    resistant:
      suggest "the usual column from now on" [endo2012]
    unknown:
      suggest "the column with the next smaller doses from now on" [endo2012]

part larger_doses "Larger doses from now on"
  decide "Which column until now?" by column
    sensitive:
      suggest "the usual column from now on" [endo2012]
    usual:
      suggest "the resistant column from now on" [endo2012]
    resistant:
      refer to "the doctor on call: no column has larger doses"
        uncited because "the source has no column above the resistant one"

# Each limit of the printed scale, on both sides, in the column for most patients.
case "140 mg/dL"
  age 50 years, critically_ill no, glucose 140 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect no give 4 unit of rapid_insulin

case "140.5 mg/dL"
  age 50 years, critically_ill no, glucose 140.5 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 4 unit of rapid_insulin

case "180 mg/dL"
  age 50 years, critically_ill no, glucose 180 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 4 unit of rapid_insulin

case "180.5 mg/dL"
  age 50 years, critically_ill no, glucose 180.5 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 6 unit of rapid_insulin

case "220 mg/dL"
  age 50 years, critically_ill no, glucose 220 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 6 unit of rapid_insulin

case "220.5 mg/dL"
  age 50 years, critically_ill no, glucose 220.5 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 8 unit of rapid_insulin

case "260 mg/dL"
  age 50 years, critically_ill no, glucose 260 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 8 unit of rapid_insulin

case "260.5 mg/dL"
  age 50 years, critically_ill no, glucose 260.5 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 10 unit of rapid_insulin

case "300 mg/dL"
  age 50 years, critically_ill no, glucose 300 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 10 unit of rapid_insulin

case "300.5 mg/dL"
  age 50 years, critically_ill no, glucose 300.5 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 12 unit of rapid_insulin

case "350 mg/dL"
  age 50 years, critically_ill no, glucose 350 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 12 unit of rapid_insulin

case "350.5 mg/dL"
  age 50 years, critically_ill no, glucose 350.5 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 14 unit of rapid_insulin

case "400 mg/dL"
  age 50 years, critically_ill no, glucose 400 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 14 unit of rapid_insulin

case "400.5 mg/dL"
  age 50 years, critically_ill no, glucose 400.5 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 16 unit of rapid_insulin
  expect refer to "the doctor on call: ketones, and the scheduled insulin"

case "7.8 mmol/L is 140.5 mg/dL"
  age 50 years, critically_ill no, glucose 7.8 mmol/L, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect give 4 unit of rapid_insulin

case "7.7 mmol/L is 138.7 mg/dL"
  age 50 years, critically_ill no, glucose 7.7 mmol/L, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect no give 4 unit of rapid_insulin

# The columns.
case "not eating: sensitive"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat no, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect column sensitive
  expect give 2 unit of rapid_insulin
  expect start bedside_glucose
  expect no advise "give it with the insulin of the meal, or at bedtime"

case "eating: usual"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect column usual
  expect advise "give it with the insulin of the meal, or at bedtime"

case "69 years: usual"
  age 69 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect column usual

case "70 years: sensitive"
  age 70 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect column sensitive

case "filtration 59.9: sensitive"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 59.9 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect column sensitive

case "filtration 60: usual"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 60 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect column usual

case "80 units a day before: usual"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 80 unit/d, recent_insulin no
  expect column usual

case "81 units a day before: resistant"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 81 unit/d, recent_insulin no
  expect column resistant
  expect give 6 unit of rapid_insulin

case "corticosteroids: resistant"
  age 50 years, critically_ill no, glucose 450 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids yes, insulin_before 0 unit/d, recent_insulin no
  expect column resistant
  expect give 18 unit of rapid_insulin

case "old and on corticosteroids: the smaller dose"
  age 80 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids yes, insulin_before 0 unit/d, recent_insulin no
  expect column sensitive
  expect give 2 unit of rapid_insulin

case "not eating: the column is known though nothing else is"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat no, recent_insulin no
  expect give 2 unit of rapid_insulin

case "kidneys never checked"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, corticosteroids no
  insulin_before 0 unit/d, recent_insulin no
  expect ask egfr
  expect no give rapid_insulin

# Hypoglycaemia and stacking.
case "69.9 mg/dL, can swallow"
  age 50 years, critically_ill no, glucose 69.9 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  can_swallow yes
  expect advise against rapid_insulin
  expect advise "15 to 20 g of glucose by mouth; again after 15 minutes while"
    "under 70 mg/dL (3.9 mmol/L)"
  expect suggest "the sensitive column from now on"
  expect no give rapid_insulin

case "3.8 mmol/L, cannot swallow"
  age 50 years, critically_ill no, glucose 3.8 mmol/L, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  can_swallow no
  expect advise against rapid_insulin
  expect advise "intravenous glucose or glucagon, now"

case "69.9 mg/dL, whether the patient can swallow is unknown"
  age 50 years, critically_ill no, glucose 69.9 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect advise "treat the low glucose now, by mouth only if the patient can swallow"
  expect no give rapid_insulin

case "70 mg/dL: neither"
  age 50 years, critically_ill no, glucose 70 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  expect no advise against rapid_insulin
  expect no give rapid_insulin

case "low since the last review"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  recent_hypoglycaemia yes, stays_high yes
  expect suggest "the sensitive column from now on"
  expect no suggest "the resistant column from now on"

case "stays high"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  recent_hypoglycaemia no, stays_high yes
  expect suggest "the resistant column from now on"

case "low since the last review, on the resistant column: the usual one"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids yes, insulin_before 0 unit/d, recent_insulin no
  recent_hypoglycaemia yes
  expect suggest "the usual column from now on"

case "low since the last review, on the sensitive column: none is smaller"
  age 80 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  recent_hypoglycaemia yes
  expect give 2 unit of rapid_insulin
  expect refer to "the doctor on call: no column has smaller doses"

case "hypoglycaemia, column not known"
  age 50 years, critically_ill no, glucose 60 mg/dL, can_swallow yes
  expect suggest "the column with the next smaller doses from now on"
  expect no give rapid_insulin

case "stays high on the sensitive column: the usual one"
  age 80 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin no
  recent_hypoglycaemia no, stays_high yes
  expect suggest "the usual column from now on"

case "stays high on the resistant column: none is larger"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids yes, insulin_before 0 unit/d, recent_insulin no
  recent_hypoglycaemia no, stays_high yes
  expect refer to "the doctor on call: no column has larger doses"

case "insulin 2 hours ago"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d, recent_insulin yes
  expect order "bedside glucose 4 hours after the last dose"
  expect no give rapid_insulin

case "whether insulin was given is unknown"
  age 50 years, critically_ill no, glucose 160 mg/dL, can_eat yes, egfr 90 mL/min/1.73 m2
  corticosteroids no, insulin_before 0 unit/d
  expect ask recent_insulin
  expect no give rapid_insulin

case "glucose unknown"
  age 50 years, critically_ill no, can_eat yes
  expect order glucose
  expect no give rapid_insulin

case "in intensive care"
  age 50 years, critically_ill yes, glucose 160 mg/dL
  expect outside
