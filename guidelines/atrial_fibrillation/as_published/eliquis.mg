# The manufacturer's dosing table of apixaban by renal function in atrial fibrillation (United Kingdom, for professionals), as
# printed: whole numbers, and nothing between them. It is meant to fail `check`; ../cha2ds2_vasc.mg closes the holes.

guideline apixaban_published
  title      "Eliquis: dosing considerations based on renal function, NVAF patients"
  version    1.0.0
  status     draft
  for        "adults with non-valvular atrial fibrillation"

source eliquis "Eliquis: renal and hepatic impairment. Dosing table for healthcare"
  "professionals, United Kingdom"

substance creatinine_molecule "creatinine" formula C4H7N3O
substance apixaban formula C25H25N5O4

input age in years whole, plausible 18 to 120
input weight "body weight" in kg, plausible 20 to 300
input serum_creatinine in mg/dL of creatinine_molecule, plausible 0.1 to 35
input creatinine_clearance "CrCl" in mL/min, plausible 0 to 250

define lower_dose "at least two of the characteristics" at least 2 of:
  age at least 80 years [eliquis]
  weight at most 60 kg [eliquis]
  serum_creatinine at least 1.5 mg/dL (also 133 umol/L) [eliquis]

pathway
  decide "Level of renal function" by creatinine_clearance
    over 80 mL/min allow MG107 because "the table names normal, mild and moderate apart":
      follow normal_to_moderate
    51 to 80 mL/min:
      follow normal_to_moderate
    30 to 50 mL/min:
      follow normal_to_moderate
    15 to 29 mL/min:
      give 2.5 mg of apixaban 2 times daily [eliquis]
    under 15 mL/min:
      advise against apixaban [eliquis]

part normal_to_moderate
  decide
    lower_dose:
      give 2.5 mg of apixaban 2 times daily [eliquis]
    not lower_dose:
      give 5 mg of apixaban 2 times daily [eliquis]
