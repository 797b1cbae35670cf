# Corners: names for names, scores of scores and of pairs, ladders within ladders, what is known, ends in parts.

guideline agreement_corners
  title   "Corners"
  version 1.0.0
  applies when is_adult or age is unknown

substance zinc formula Zn, charge 2
substance zinc_sulfate formula ZnSO4, gives 1 zinc
substance iron formula Fe, charge 2

input age in years, plausible 0 to 120
input weight in kg, plausible 2 to 300
input ideal in kg, plausible 2 to 300
input zinc_level in umol/L of zinc, plausible 0.1 to 100
input allergic yes or no
input colour one of red "Red", blue, green "Deep green"
input signs any of rash "A rash", fever

impossible when allergic and colour is green

define is_adult: age at least 18 years
define over_ideal: 1.1 * ideal
define low_zinc: zinc_level under 0.06 mg/dL (also 9.2 umol/L)

table by weight gives bag, rate first that applies
  under 10 kg  | unspecified "too light" | 1
  under 50 kg  | 20 mL                   | weight / 10 kg
  any          | 50 mL                   | 2.5

define bag_again: bag
define bag_twice: 2 * bag_again
define age_points first that applies:
  3 when age over 75 years
  1 when age over 50 years
  0 otherwise

score inner
  1 when allergic
  1 when weight over over_ideal
  2 when low_zinc is known
  add age_points
  1.5 when colour is red, green
  1 when signs has rash
  1 when signs has rash, fever

score outer
  add 2 * inner
  1 when inner over 2
  1 when weight over ideal
  -3 when not allergic and colour is blue

define known_enough: inner is known or bag is known or low_zinc is unknown
define several at least 2 of:
  allergic
  is_adult
  inner at least 3
  colour is blue

regimen tablets "Zinc tablets" of zinc_sulfate
  route oral
  step 1:
    give 1 mmol of zinc daily
    when several:
      give drip
  step 2 after 2 to 4 weeks when low_zinc:
    follow double_dose
  then after 2 weeks when low_zinc:
    give 3 mmol of zinc daily
  then after 6 weeks when zinc_level over 30 umol/L:
    stop zinc
    refer to "nutrition"
  back to step 1 after 8 weeks when zinc_level over 20 umol/L

regimen drip "Zinc drip" of zinc
  route intravenous
  step 1: 0.5 to 1 umol/kg by weight rounded up to 0.5 umol in bag over 4 h daily for 3 d
  step 2 after 3 d when several or low_zinc: 2 umol/kg by weight in 100 mL once
  hold while outer over 9 because "a high score"

pitfall "No zinc for the allergic"
  never give zinc when allergic
pitfall "The drip needs a weight"
  never give drip when weight is unknown
pitfall "No sulfate for the blue"
  never give zinc_sulfate when colour is blue and not known_enough

caution tablets when signs has fever:
  note "fever with tablets"
caution zinc when age over 75 years:
  suggest "half of it"

pathway main_path
  report inner, outer, bag, bag_again, bag_twice, rate, low_zinc, signs, colour, several
  when tablets step is known and tablets time is unknown:
    note "since when?"
  give tablets (conditional) because "zinc is low"
  note "after the tablets"
  decide "By two" by colour, weight
    red, blue | under 10 kg:
      follow ending
    red, blue | at least 10 kg:
      note "not green"
    green     | any:
      continue
  note "at the end"

pathway drip_path
  when drip step at least 1 or several:
    give drip
  when outer at least 4:
    follow ending
  give 5 mg of iron once because "iron"

part double_dose
  decide "Double?"
    allergic:
      advise "ask first"
    not allergic:
      give 2 mmol of zinc daily

part ending
  when several:
    end because "several"
  note "not several"
