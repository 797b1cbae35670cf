# Doses by weight with rounding and maxima, ranges, volumes; classes, never rules, cautions; drugs without a dose.

guideline agreement_doses
  title   "Doses"
  version 1.0.0
  applies when age at least 1 years

source r1 "One"
source r2 "Two"
substance paracetamol formula C8H9NO2
substance iron formula Fe, charge 2
substance iron_sulfate formula FeSO4, gives 1 iron
substance insulin, in unit
class opioid "opioid" of morphine, codeine
class painkiller of opioid, ibuprofen

input age in years, plausible 0 to 120
input weight in kg, plausible 2 to 300
input allergic yes or no
input drowsy yes or no
input egfr in mL/min, plausible 0 to 200
input units_a_day in unit of insulin per day, plausible 1 to 300
input level in mmol/L, plausible 1 to 60

define bolus: min(0.9 mg/kg * weight, 90 mg) rounded down to 0.1 mg
define correction: max((level - 6 mmol/L) / 2 mmol/L, 0) * 1 unit of insulin rounded down to 0.5 unit of insulin

table by weight gives bag
  under 5 kg         | unspecified
  5 to under 20 kg   | 3 mL/kg * weight
  at least 20 kg     | 100 mL

pitfall "No opioid for the drowsy" [r1]
  never give opioid when drowsy
  because "they stop breathing"
pitfall "No codeine under 12 years" [r2]
  never give codeine when age under 12 years
pitfall "Iron needs a level"
  never give iron when egfr is unknown or allergic

caution paracetamol when allergic:
  note "an allergy is stated" [r2]
caution iron_sulfate when egfr under 30 mL/min:
  refer to "nephrology"
  end because "stopped by the caution"

pathway pain_path
  give 15 mg/kg of paracetamol by weight rounded to 50 mg at most 1 g every 4 to 6 h as needed for 3 d [r1]
  give 400 to 500 mg of ibuprofen 3 times daily (strong, high)
  when age at least 12 years:
    give opioid, dose unspecified "the usual dose" because "pain" [r1, r2]
  give codeine

pathway iron_path
  give 1 mmol/kg of iron_sulfate by weight rounded up to 5 mmol in bag over 60 min once
  give bolus of morphine over 1 min because "bolus" [r1]

regimen iron_plan "Iron plan" of iron_sulfate
  route oral
  step 1: 1 mmol/kg of iron by weight at most 50 mmol in bag over 60 min once
  step 2 after 1 d: 4 mmol of iron daily for 3 d (also 608 mg of iron_sulfate)

pathway ladder_path
  give iron_plan
  give 300 mg of paracetamol in bag once (also 0.3 g)

pathway sugar
  decide "Sugar" by level
    under 4 mmol/L:
      advise "treat hypoglycaemia"
    at least 4 mmol/L:
      give correction of insulin
      report bolus, correction
  suggest paracetamol
  hold painkiller until egfr at least 30 mL/min
