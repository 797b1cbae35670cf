# Scores, tables, formulas and doses on the limits that `decide` tells apart by plain arithmetic.

guideline agreement_settled
  title   "Settled"
  version 1.0.0

substance creatinine formula C4H7N3O
substance gentamicin formula C21H43N5O7

input age in years whole, plausible 0 to 120
input born date
input today date
input sex one of male, female
input weight in kg, plausible 20 to 300
input height in cm, plausible 100 to 220
input level in umol/L of creatinine, plausible 10 to 3000
input systolic in mmHg, plausible 40 to 300
input change in mmHg, plausible -100 to 100
input hours number, plausible 0 to 72
input frail yes or no

define lived: years since born
define serum: level in mg/dL
define clearance: (140 - age in years) * weight in kg / (72 * serum) as mL/min
define surface: (height in cm * weight in kg / 3600) ^ 0.5 as m2
define line: 100 * 0.15 ^ ((hours - 4) / 11)
define ideal: max(45.5 kg, min(weight, 0.9 kg/cm * (height - 100 cm)))
define later: systolic + change
define full_dose: 5 mg/kg * weight
define adjusted: 1.7 mg/kg * ideal rounded to 10 mg
define share: full_dose / (1 + age in years / 100)

table by sex gives factor
  male    | 1
  female  | 0.85

table by age gives target
  under 65 years        | 130 mmHg
  65 to under 80 years  | 140 mmHg
  at least 80 years     | 150 mmHg

define halves:
  0.5   when frail
  1.25  when not frail

define chosen first that applies:
  factor      when age at least 80 years
  halves      when frail
  3           otherwise

score points
  0.5 when age at least 65 years
  add factor
  -2 when weight under 50 kg
  add halves
  1 when clearance under 30 mL/min

score plain
  0.25 when frail
  1.5 when sex is female and age under 50 years
  -1 when systolic under target
  add chosen

table by plain gives tier, word
  under 1           | low     | 1
  1 to under 3   | middle  | 2
  3              | edge    | 3
  over 3         | high    | 3

pathway
  report lived, clearance, surface, line, ideal, later, points, plain, tier, word, chosen, share, adjusted
  when lived at least 65 years:
    note "65 by birth"
  when lived under 18 years:
    note "a child by birth"
  decide "How well do the kidneys work?" by clearance
    at least 80 mL/min:
      note "well"
    30 to under 80 mL/min:
      note "less"
    under 30 mL/min:
      note "badly"
  when clearance * factor is 40 mL/min:
    note "forty"
  when surface over 1.8 m2:
    note "large"
  when line at least 50:
    note "above half"
  when hours over line:
    note "past the line"
  when systolic at least target:
    note "above the target"
  when later over target:
    note "above it afterwards"
  when ideal under weight:
    note "heavy"
  when later under 90 mmHg or later over 200 mmHg:
    note "far off"
  when points at least 2.25:
    note "many points"
  when points is -0.5:
    note "few points"
  when plain is known and tier is edge, high:
    note "known"
  when word is 3 and not frail:
    note "three"
  decide by tier
    low, middle:
      give full_dose of gentamicin daily
    edge:
      give adjusted of gentamicin daily
    high:
      give share of gentamicin daily
    unknown:
      note "no tier"
