# The treatment line runs straight, on a logarithmic scale, from 100 mg/L at 4 hours to 15 mg/L at 15 hours. The levels
# that its `because` names are rounded up to one decimal, so that a level decides by them as by the formula.

guideline acetylcysteine
  title      "Acetylcysteine for paracetamol overdose"
  version    1.0.0
  status     draft
  for        "adults of 40 kg or more after a paracetamol overdose"
  applies when age at least 18 years and weight at least 40 kg
  issued     2026-11-22
  review by  2028-11-22

source mhra2012 "Paracetamol overdose: new guidance on use of intravenous acetylcysteine."
  "Drug Safety Update 6(2)"
  year        2012
  population  "people with a paracetamol overdose in the United Kingdom"
source bnf "British National Formulary: poisoning, emergency treatment, paracetamol"

substance acetylcysteine formula C5H9NO3S

input age in years whole, plausible 0 to 120
input weight in kg, plausible 20 to 300
input staggered "staggered or uncertain time" yes or no,
  ask "Was the overdose staggered, or taken at an uncertain time?"
input time_since_ingestion in h, plausible 0 to 72
input amount_taken "paracetamol taken" in mg/kg, plausible 0 to 3000
input sample_time "sample time after ingestion" in h, plausible 0 to 72
input paracetamol_level "plasma paracetamol" in mg/L, plausible 0 to 2000

define treatment_line: 100 * 0.15 ^ ((sample_time in h - 4) / 11) as mg/L
  because "100 mg/L at 4 h, 70.9 at 6 h, 50.2 at 8 h, 35.6 at 10 h, 25.2 at 12 h, 15 at 15 h"
  [mhra2012]

regimen infusion "21-hour infusion" of acetylcysteine
  route intravenous
  step 1: 150 mg/kg by weight at most 16500 mg in 200 mL over 60 min [mhra2012]
  step 2 after 1 h: 50 mg/kg by weight at most 5500 mg in 500 mL over 4 h [mhra2012]
  step 3 after 4 h: 100 mg/kg by weight at most 11000 mg in 1000 mL over 16 h [mhra2012]
  then after 16 h: order "INR, creatinine and ALT" [bnf]

pathway

  decide "Is the time of ingestion certain?"
    staggered:
      give infusion because "no level can be judged by the line" [mhra2012]
      end
    not staggered:
      continue

  when paracetamol_level is unknown:
    order paracetamol_level [mhra2012]
  when time_since_ingestion at least 8 h
      and amount_taken over 150 mg/kg
      and (paracetamol_level is unknown or sample_time is unknown):
    give infusion because "later than 8 hours it does not wait for the level" [bnf]

  when paracetamol_level is known:
    decide "Is the level on or above the treatment line?"
      sample_time under 4 h:
        order "plasma paracetamol at 4 hours"
          because "an earlier level cannot be judged by the line"
          [mhra2012]
      sample_time 4 to 15 h and paracetamol_level at least treatment_line:
        report treatment_line
        give infusion [mhra2012]
      sample_time 4 to 15 h and paracetamol_level under treatment_line:
        report treatment_line
        advise against acetylcysteine because "the level is under the treatment line" [mhra2012]
      sample_time over 15 h:
        refer to "the poisons information service" uncited because "the line ends at 15 hours"

case "on the line at 4 hours"
  age 40 years, weight 70 kg, staggered no, sample_time 4 h, paracetamol_level 100 mg/L
  expect give 10500 mg of acetylcysteine

case "just under the line at 4 hours"
  age 40 years, weight 70 kg, staggered no, sample_time 4 h, paracetamol_level 99.9 mg/L
  expect advise against acetylcysteine
  expect no give infusion

case "on the line at 15 hours"
  age 40 years, weight 70 kg, staggered no, sample_time 15 h, paracetamol_level 15 mg/L
  expect give infusion

case "over the line at 8 hours"
  age 40 years, weight 70 kg, staggered no, sample_time 8 h, paracetamol_level 50.2 mg/L
  expect give infusion

case "under the line at 8 hours"
  age 40 years, weight 70 kg, staggered no, sample_time 8 h, paracetamol_level 50.1 mg/L
  expect no give infusion

case "no more than for 110 kg"
  age 40 years, weight 130 kg, staggered yes
  expect give 16500 mg of acetylcysteine

case "sampled too early"
  age 40 years, weight 70 kg, staggered no, sample_time 3.9 h, paracetamol_level 200 mg/L
  expect order "plasma paracetamol at 4 hours"
  expect no give infusion

case "sampled after the end of the line"
  age 40 years, weight 70 kg, staggered no, sample_time 15.1 h, paracetamol_level 200 mg/L
  expect refer to "the poisons information service"
  expect no give infusion

case "9 hours after 200 mg/kg, no level yet"
  age 40 years, weight 70 kg, staggered no, time_since_ingestion 9 h, amount_taken 200 mg/kg
  expect give 10500 mg of acetylcysteine
  expect order paracetamol_level

case "6 hours after 200 mg/kg, no level yet"
  age 40 years, weight 70 kg, staggered no, time_since_ingestion 6 h, amount_taken 200 mg/kg
  expect order paracetamol_level
  expect no give infusion

case "a level, but not when it was taken"
  age 40 years, weight 70 kg, staggered no, paracetamol_level 200 mg/L
  expect ask sample_time
  expect no order paracetamol_level
  expect no give infusion

case "9 hours after 200 mg/kg, a level, but not when it was taken"
  age 40 years, weight 70 kg, staggered no, paracetamol_level 10 mg/L
  time_since_ingestion 9 h, amount_taken 200 mg/kg
  expect ask sample_time
  expect give infusion
  expect no advise against acetylcysteine

case "first bag has run"
  age 40 years, weight 70 kg, staggered no, sample_time 4 h, paracetamol_level 150 mg/L
  infusion step 1, infusion time 1 h
  expect give 3500 mg of acetylcysteine

case "third bag has run"
  age 40 years, weight 70 kg, staggered no, sample_time 4 h, paracetamol_level 150 mg/L
  infusion step 3, infusion time 16 h
  expect order "INR, creatinine and ALT"

case "weight unknown"
  age 40 years, staggered yes
  expect ask weight
  expect no give infusion

case "a child"
  age 10 years, weight 45 kg, staggered yes
  expect outside
