guideline low_magnesium_care
  title      "Magnesium when it is low"
  version    0.1.0
  status     draft
  issued     2026-11-22
  review by  2028-11-22

source r1 "Reference 1 of the summary"

substance magnesium formula Mg, charge 2

input age in years whole, plausible 0 to 120
input sex one of male, female
input diarrhoea yes or no
input diuretics any of loop, thiazide
input serum_magnesium in mmol/L of magnesium, plausible 0.1 to 6
input crcl in mL/min, plausible 0 to 250

define low_magnesium: serum_magnesium under 0.70 mmol/L [r1]

regimen replacement "Oral magnesium" of magnesium
  step 1: 12 mmol daily [r1]
  then after 2 weeks: refer to "a specialist" [r1]

pathway
  decide "Renal function" by crcl
    unknown:
      order crcl [r1]
      end
    under 20 mL/min:
      advise against magnesium because "dangerous" [r1]
      end
    at least 20 mL/min:
      continue
  when low_magnesium:
    give replacement [r1]
  when diarrhoea and age at least 65 years:
    suggest "fluids" [r1]
  when diuretics has loop and sex is male:
    suggest "stop the diuretic" [r1]
  when sex is female:
    suggest "oral salts" [r1]
