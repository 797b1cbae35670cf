# A small guideline for the golden module.

guideline small
  title     "A small guideline"
  version   1.2.0
  status    active
  for       "adults"
  applies when age at least 18 years
  issued    2026-01-01
  review by 2028-01-01

source s1 "The source"

substance potassium formula K, charge 1

input age in years whole, plausible 0 to 120
input level "potassium level" in mmol/L of potassium, plausible 1 to 10
input weight in kg, plausible 20 to 300
input weak "muscle weakness" yes or no

define low: level under 3.5 mmol/L (also 3.5 mEq/L) [s1]
  differs from source "3,5" because "a point is meant"

score urgency
  2 when level under 2.5 mmol/L
  1 when weak

regimen tablets "Potassium tablets" of potassium
  route oral
  step 1: 12 mmol 3 times daily [s1]
  step 2 after 3 to 7 d when low: 24 mmol 3 times daily [s1]
  hold while level over 5.0 mmol/L because "hyperkalaemia"

pitfall "Never to the hyperkalaemic" [s1]
  never give potassium when level over 5.0 mmol/L

pathway
  report urgency
  decide "How low?" by level
    unknown:
      order level [s1]
    under 2.5 mmol/L:
      refer to "hospital" (strong, high) [s1]
      end because "not for tablets"
    2.5 to under 3.5 mmol/L:
      give tablets [s1]
      give 0.5 mmol/kg of potassium by weight rounded to 5 mmol once [s1]
    at least 3.5 mmol/L:
      follow normal

part normal
  when weak:
    note "Look for another cause."

case "low"
  age 40 years, level 3.0 mmol/L, weight 70 kg
  expect give tablets
