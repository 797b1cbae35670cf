guideline renal_dose                    # the header
  title      "CHA₂DS₂-VASc × 2: \"quoted\""
  version    0.1.0
  issued     2026-11-22
source r1 "Reference 1"
  finding "cramps per week"  MD -0.18 (95% CI -0.84 to 0.49)
substance magnesium_oxide formula MgO, gives 1 magnesium
input creatinine in µmol/L, plausible 10 to 2000
input sex one of male, female = 1
define low: serum_magnesium under 0.70 mmol/L (also 1.4 mEq/L, 1.7 mg/dL) [r1, r2]
define gfr: min (creatinine in mg/dL / 0.9, 1) ^ -0.302 as mL/min/1.73 m2 rounded to 1 mL/min
