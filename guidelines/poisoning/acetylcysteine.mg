# The treatment line runs straight, on a logarithmic scale, from 100 mg/L at 4 hours to 15 mg/L at 15 hours. The levels
# that its `because` names are rounded up to one decimal, so that a level decides by them as by the formula.
# as_published/product_information.mg is the dosage table as printed, gaps kept. Its doses are those of the middle of each
# band, rounded up to a millilitre; a patient at the light end gets up to 170 mg/kg in the first bag, at the heavy end 136.

guideline acetylcysteine
  title      "Acetylcysteine for paracetamol overdose"
  version    1.2.0
  status     draft
  for        "adults of 40 kg or more after a paracetamol overdose"
  applies when age at least 18 years and weight at least 40 kg
  issued     2026-11-22
  review by  2028-11-22

source mhra2012 "Paracetamol overdose: new guidance on use of intravenous acetylcysteine."
  "Drug Safety Update 6(2)"
  year        2012
  population  "people with a paracetamol overdose in the United Kingdom"
source spc "Acetylcysteine 200 mg/mL concentrate for solution for infusion (Parvolex): summary of"
  "product characteristics"
  year  2014
source bnf "British National Formulary: poisoning, emergency treatment, paracetamol"

substance acetylcysteine formula C5H9NO3S

input age in years whole, plausible 0 to 120
input weight in kg, plausible 20 to 300
input staggered "staggered or uncertain time" yes or no,
  ask "Was the paracetamol taken over 1 hour or more, or at an uncertain time?"
input time_since_ingestion in h, plausible 0 to 72
input amount_taken "paracetamol taken" in mg/kg, plausible 0 to 3000
input sample_time "sample time after ingestion" in h, plausible 0 to 72
input paracetamol_level "plasma paracetamol" in mg/L, plausible 0 to 2000
input asthma yes or no
input bag_reaction "reaction to the infusion" yes or no,
  ask "Is there wheeze, rash, flushing, swelling or low blood pressure during the infusion?"

define treatment_line: 100 * 0.15 ^ ((sample_time in h - 4) / 11) as mg/L
  because "100 mg/L at 4 h, 70.9 at 6 h, 50.2 at 8 h, 35.6 at 10 h, 25.2 at 12 h, 15 at 15 h"
  [mhra2012]

# The volume of the concentrate in each bag; 1 mL holds 200 mg.
table by weight gives first_bag_concentrate, second_bag_concentrate, third_bag_concentrate
  40 to under 50 kg    | 34 mL  | 12 mL  | 23 mL  [spc]
    differs from source "40-49 kg" because "49.5 kg is in no band of the source"
  50 to under 60 kg    | 42 mL  | 14 mL  | 28 mL  [spc]
    differs from source "50-59 kg" because "as for 40-49 kg"
  60 to under 70 kg    | 49 mL  | 17 mL  | 33 mL  [spc]
    differs from source "60-69 kg" because "as for 40-49 kg"
  70 to under 80 kg    | 57 mL  | 19 mL  | 38 mL  [spc]
    differs from source "70-79 kg" because "as for 40-49 kg"
  80 to under 90 kg    | 64 mL  | 22 mL  | 43 mL  [spc]
    differs from source "80-89 kg" because "as for 40-49 kg"
  90 to under 100 kg   | 72 mL  | 24 mL  | 48 mL  [spc]
    differs from source "90-99 kg" because "as for 40-49 kg"
  100 to under 110 kg  | 79 mL  | 27 mL  | 53 mL  [spc]
    differs from source "100-109 kg" because "as for 40-49 kg"
  at least 110 kg      | 83 mL  | 28 mL  | 55 mL  [spc]

define first_bag_dose: first_bag_concentrate * 200 mg/mL
define second_bag_dose: second_bag_concentrate * 200 mg/mL
define third_bag_dose: third_bag_concentrate * 200 mg/mL
define first_bag_rate: (first_bag_concentrate + 200 mL) / 1 h rounded to 1 mL/h
define second_bag_rate: (second_bag_concentrate + 500 mL) / 4 h rounded to 1 mL/h
define third_bag_rate: (third_bag_concentrate + 1000 mL) / 16 h rounded to 1 mL/h

regimen infusion "21-hour infusion" of acetylcysteine
  route intravenous
  step 1: first_bag_dose in 200 mL over 60 min [spc]
  step 2 after 1 h: second_bag_dose in 500 mL over 4 h [spc]
  step 3 after 4 h: third_bag_dose in 1000 mL over 16 h [spc]
  then after 16 h:
    order "INR, creatinine and ALT" [bnf]
    unspecified "more acetylcysteine, at the dose and rate of the third bag,"
      "if the tests call for it"
      [spc]

effect acetylcysteine "anaphylactoid reaction, mostly during or soon after the first bag" [spc]
effect acetylcysteine "nausea and vomiting" [spc]

caution acetylcysteine when asthma: advise "watch for wheeze, above all during the first bag" [spc]

pitfall "A level from before 4 hours misleads" [mhra2012]
  unchecked because "the pathway orders another level at 4 hours"

pitfall "An earlier reaction to acetylcysteine is no reason to withhold it" [mhra2012]
  unchecked because "no rule forbids the drug; a reaction now holds the bag"

pathway

  # Before the first bag nobody is asked for a reaction; told of one, the bag waits, whatever the step.
  when bag_reaction and (bag_reaction is known or infusion step at least 1):
    hold infusion until not bag_reaction because "anaphylactoid reaction" [spc]
    advise "treat the reaction; go on, more slowly, when it has settled" [spc]
    end

  decide "Staggered, or at an uncertain time?"
    staggered:
      follow treat
      end
    not staggered:
      continue

  when paracetamol_level is unknown:
    order paracetamol_level [mhra2012]
  when time_since_ingestion at least 8 h
      and amount_taken over 150 mg/kg
      and (paracetamol_level is unknown or sample_time is unknown):
    note "Later than 8 hours, treatment does not wait for the level." [bnf]
    follow treat

  when paracetamol_level is known:
    decide "Is the level on or above the treatment line?"
      sample_time under 4 h:
        order "plasma paracetamol at 4 hours"
          because "an earlier level cannot be judged by the line"
          [mhra2012]
      sample_time 4 to 15 h and paracetamol_level at least treatment_line:
        report treatment_line
        follow treat
      sample_time 4 to 15 h and paracetamol_level under treatment_line:
        report treatment_line
        advise against acetylcysteine because "the level is under the treatment line" [mhra2012]
      sample_time over 15 h:
        refer to "the poisons information service" uncited because "the line ends at 15 hours"

part treat "Three bags, one after the other"
  report first_bag_concentrate, first_bag_rate, second_bag_concentrate, second_bag_rate,
    third_bag_concentrate, third_bag_rate
  note "Bag concentrate: mL of the 200 mg/mL concentrate, added to the fluid of that bag." [spc]
  give infusion [mhra2012, spc]

case "on the line at 4 hours"
  age 40 years, weight 70 kg, staggered no, sample_time 4 h, paracetamol_level 100 mg/L
  expect give 11400 mg of acetylcysteine

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
  expect give 16600 mg of acetylcysteine

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
  expect give 11400 mg of acetylcysteine
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
  bag_reaction no, infusion step 1, infusion time 1 h
  expect give 3800 mg of acetylcysteine

case "third bag has run"
  age 40 years, weight 70 kg, staggered no, sample_time 4 h, paracetamol_level 150 mg/L
  bag_reaction no, infusion step 3, infusion time 16 h
  expect order "INR, creatinine and ALT"

case "weight unknown"
  age 40 years, staggered yes
  expect ask weight
  expect no give infusion

case "a child"
  age 10 years, weight 45 kg, staggered yes
  expect outside

# The printed table's rates of infusion, band by band: they follow from its volumes.
case "49.9 kg: the printed volumes and rates"
  age 40 years, weight 49.9 kg, staggered yes
  expect first_bag_concentrate 34 mL
  expect first_bag_rate 234 mL/h
  expect second_bag_concentrate 12 mL
  expect second_bag_rate 128 mL/h
  expect third_bag_concentrate 23 mL
  expect third_bag_rate 64 mL/h
  expect give 6800 mg of acetylcysteine

case "59.9 kg: the printed volumes and rates"
  age 40 years, weight 59.9 kg, staggered yes
  expect first_bag_concentrate 42 mL
  expect first_bag_rate 242 mL/h
  expect second_bag_concentrate 14 mL
  expect second_bag_rate 129 mL/h
  expect third_bag_concentrate 28 mL
  expect third_bag_rate 64 mL/h
  expect give 8400 mg of acetylcysteine

case "69.9 kg: the printed volumes and rates"
  age 40 years, weight 69.9 kg, staggered yes
  expect first_bag_concentrate 49 mL
  expect first_bag_rate 249 mL/h
  expect second_bag_concentrate 17 mL
  expect second_bag_rate 129 mL/h
  expect third_bag_concentrate 33 mL
  expect third_bag_rate 65 mL/h
  expect give 9800 mg of acetylcysteine

case "79.9 kg: the printed volumes and rates"
  age 40 years, weight 79.9 kg, staggered yes
  expect first_bag_concentrate 57 mL
  expect first_bag_rate 257 mL/h
  expect second_bag_concentrate 19 mL
  expect second_bag_rate 130 mL/h
  expect third_bag_concentrate 38 mL
  expect third_bag_rate 65 mL/h
  expect give 11400 mg of acetylcysteine

case "89.9 kg: the printed volumes and rates"
  age 40 years, weight 89.9 kg, staggered yes
  expect first_bag_concentrate 64 mL
  expect first_bag_rate 264 mL/h
  expect second_bag_concentrate 22 mL
  expect second_bag_rate 131 mL/h
  expect third_bag_concentrate 43 mL
  expect third_bag_rate 65 mL/h
  expect give 12800 mg of acetylcysteine

case "99.9 kg: the printed volumes and rates"
  age 40 years, weight 99.9 kg, staggered yes
  expect first_bag_concentrate 72 mL
  expect first_bag_rate 272 mL/h
  expect second_bag_concentrate 24 mL
  expect second_bag_rate 131 mL/h
  expect third_bag_concentrate 48 mL
  expect third_bag_rate 66 mL/h
  expect give 14400 mg of acetylcysteine

case "109.9 kg: the printed volumes and rates"
  age 40 years, weight 109.9 kg, staggered yes
  expect first_bag_concentrate 79 mL
  expect first_bag_rate 279 mL/h
  expect second_bag_concentrate 27 mL
  expect second_bag_rate 132 mL/h
  expect third_bag_concentrate 53 mL
  expect third_bag_rate 66 mL/h
  expect give 15800 mg of acetylcysteine

case "110 kg: the printed volumes and rates"
  age 40 years, weight 110 kg, staggered yes
  expect first_bag_concentrate 83 mL
  expect first_bag_rate 283 mL/h
  expect second_bag_concentrate 28 mL
  expect second_bag_rate 132 mL/h
  expect third_bag_concentrate 55 mL
  expect third_bag_rate 66 mL/h
  expect give 16600 mg of acetylcysteine

case "exactly 40 kg"
  age 40 years, weight 40 kg, staggered yes
  expect give 6800 mg of acetylcysteine

case "exactly 50 kg"
  age 40 years, weight 50 kg, staggered yes
  expect give 8400 mg of acetylcysteine

case "under 40 kg"
  age 40 years, weight 39.9 kg, staggered yes
  expect outside

case "second bag has run"
  age 40 years, weight 70 kg, staggered yes, bag_reaction no
  infusion step 2, infusion time 4 h
  expect give 7600 mg of acetylcysteine

case "wheeze during the first bag"
  age 40 years, weight 70 kg, staggered yes, bag_reaction yes
  infusion step 1, infusion time 20 min
  expect hold infusion
  expect advise "treat the reaction; go on, more slowly, when it has settled"
  expect no give infusion

case "a reaction, and nobody said which bag runs"
  age 40 years, weight 70 kg, staggered yes, bag_reaction yes
  expect hold infusion
  expect advise "treat the reaction; go on, more slowly, when it has settled"
  expect no give infusion

case "a reaction, and which bag runs is unknown"
  age 40 years, weight 70 kg, staggered yes, bag_reaction yes, infusion step unknown
  expect hold infusion
  expect no give infusion

case "no reaction, no bag yet"
  age 40 years, weight 70 kg, staggered yes, bag_reaction no
  expect give 11400 mg of acetylcysteine
  expect no hold infusion

case "asthma"
  age 40 years, weight 70 kg, staggered yes, asthma yes
  expect give 11400 mg of acetylcysteine
  expect advise "watch for wheeze, above all during the first bag"

case "certain or not: nobody knows"
  age 40 years, weight 70 kg
  expect ask staggered
  expect no give infusion

case "first bag has run, whether there was a reaction is unknown"
  age 40 years, weight 70 kg, staggered yes, infusion step 1, infusion time 1 h
  expect ask bag_reaction
  expect no give infusion

case "no asthma"
  age 40 years, weight 70 kg, staggered yes, asthma no
  expect give 11400 mg of acetylcysteine
  expect no advise "watch for wheeze, above all during the first bag"
