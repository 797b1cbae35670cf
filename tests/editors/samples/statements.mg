regimen replacement of magnesium_oxide
  step 1: 12 mmol of magnesium over 60 min every 4 to 6 h [r3]
  at most 1500 mg of magnesium_oxide per day
pathway
  decide "Renal function" by creatinine_clearance
    unknown:
      order creatinine_clearance [r3]
    20 to under 30 mL/min:
      give replacement (conditional, very low) uncited because "the source names nobody"
      end
case "on step 1"
  age 40 years, neck_spasm yes, replacement step 1
  expect no give replacement
