# Treatment that goes on: times in hours, days, weeks, months and years; schedules that count from steps, from the run, and
# from two regimens at once; conditions of schedules that are true, false, unknown, or read again on the day.

guideline agreement_treatment
  title      "Treatment"
  version    1.0.0

source r1 "One"

substance warfarin formula C19H16O4
substance lithium formula Li, charge 1
substance glucose formula C6H12O6
class anticoagulant of warfarin

input inr number, plausible 0.5 to 20
input level in mmol/L, plausible 0 to 10
input weight in kg, plausible 1 to 300
input bleeding yes or no
input older yes or no
input planned yes or no
input visits count, plausible 0 to 10

define too_low: inr under 2
define share: 10 / visits
define lithium_dose: 5 mg/kg * weight

regimen thinner "Warfarin" of warfarin
  route oral
  step 1: 5 mg daily
  step 2 after 3 to 5 d when too_low: 7 mg daily
  step 3 after 1 to 2 months when too_low: 9 mg daily
  then after 1 month when too_low: refer to "haematology"
  then after 1 year when older: hold thinner
  then after 2 years when older and inr over 3: stop warfarin
  back to step 1 after 6 months when inr over 4
  back to step 2 when inr over 5 and not too_low
  stop when bleeding
  hold while inr over 8

regimen salt "Lithium" of lithium
  step 1: 400 mg of lithium daily
  step 2 after 1 to 2 weeks when level under 0.4 mmol/L:
    when planned:
      end
    give lithium_dose of lithium daily
  then after 12 months: note "review"

regimen drink of glucose
  step 1: 10 g once
  step 2 after 15 min: 20 g once

pitfall "No anticoagulant in a light patient" [r1]
  never give anticoagulant when weight under 40 kg

pitfall "No lithium unweighed"
  never give lithium when weight is unknown

monitor clotting "Clotting": inr, weight
  at baseline when older
  at baseline
  after 3 to 5 d
  after 36 h
  after 1 month
  every 3 months when thinner time at least 2 months
  every 1 year when not older
  every 2 weeks when older
  unspecified "more often" when inr over 4

monitor salts "Salt": level
  after 5 to 7 d when share at least 2
  every 6 h when planned
  every 1.5 months
  every 6 months

monitor both: inr, level
  at baseline
  after 1 to 2 years
  every 1 month

monitor scales: visits
  at baseline
  after 2 weeks
  every 5 d

monitor never_started: inr
  every 1 d

pathway clinic
  when planned:
    start scales
  when visits at least 3:
    start clotting

  decide "Thin the blood?"
    older or thinner step at least 1:
      give thinner
      start clotting
      start both
    not older and thinner step is 0:
      continue
    unknown:
      end

pathway ward
  when visits over 8:
    hold warfarin
    stop salt
    end
  when visits at least 1 or level over 2 mmol/L:
    give salt
    start salts

pathway corridor
  when weight over 150 kg:
    give drink
