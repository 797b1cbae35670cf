# The correction scale of the Endocrine Society (2012) as it prints it, after the trial of 2007, with its faults. It is meant
# to fail `check`; ../insulin_correction.mg is the corrected guideline.
# The scale is in mg/dL only; the limits of the text stand in both units.

guideline insulin_correction_published
  title      "Supplemental insulin scale, as printed"
  version    1.0.0
  status     draft
  for        "adults with diabetes in hospital, not critically ill"

source endo2012 "Management of Hyperglycemia in Hospitalized Patients in Non-Critical Care Setting:"
  "An Endocrine Society Clinical Practice Guideline. J Clin Endocrinol Metab 97(1):16-38"
  year  2012
  doi   "10.1210/jc.2011-2098"

substance glucose_molecule formula C6H12O6
substance insulin "regular or rapid-acting insulin", in unit

input glucose "blood glucose" in mg/dL of glucose_molecule, plausible 10 to 1500
input can_eat "able and expected to eat all or most meals" yes or no
input elderly yes or no
input impaired_kidneys "impaired renal function" yes or no
input corticosteroids yes or no
input insulin_before "insulin before admission" in unit of insulin per day, plausible 0 to 500

# "Supplemental insulin scale": number of units to add.
table by glucose gives sensitive_dose, usual_dose, resistant_dose
  over 141 to 180 mg/dL  | 2 unit of insulin   | 4 unit of insulin   | 6 unit of insulin
    [endo2012]
  181 to 220 mg/dL       | 4 unit of insulin   | 6 unit of insulin   | 8 unit of insulin
    [endo2012]
  221 to 260 mg/dL       | 6 unit of insulin   | 8 unit of insulin   | 10 unit of insulin
    [endo2012]
  261 to 300 mg/dL       | 8 unit of insulin   | 10 unit of insulin  | 12 unit of insulin
    [endo2012]
  301 to 350 mg/dL       | 10 unit of insulin  | 12 unit of insulin  | 14 unit of insulin
    [endo2012]
  351 to 400 mg/dL       | 12 unit of insulin  | 14 unit of insulin  | 16 unit of insulin
    [endo2012]
  over 400 mg/dL         | 14 unit of insulin  | 16 unit of insulin  | 18 unit of insulin
    [endo2012]

define hypoglycaemia: glucose under 70 mg/dL (also 3.8 mmol/L) [endo2012]
define above_goal: glucose over 140 mg/dL (also 7.8 mmol/L) [endo2012]

pathway

  when hypoglycaemia:
    advise "move one column down: resistant to usual, usual to sensitive" [endo2012]
  when above_goal:
    advise "if this persists without hypoglycaemia, move one column up" [endo2012]

  # Its text and its footnote, joined: it says nothing of a patient who is in two of them.
  decide "Which column?"
    not can_eat or elderly or impaired_kidneys:
      give sensitive_dose of insulin [endo2012]
    corticosteroids or insulin_before over 80 unit/d:
      give resistant_dose of insulin [endo2012]
    can_eat:
      give usual_dose of insulin [endo2012]
