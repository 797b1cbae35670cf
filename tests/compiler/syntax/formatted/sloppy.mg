# Every construct of the language, typed in a hurry; `formatted` holds what becomes of it.

guideline sloppy [r1]
  title      "Every construct of the language, typed in a hurry by somebody who does not"
             "care how it looks at all"
  version    1.2.3-beta.1
  status     draft
  for        "readers"
  applies when (age at least 18 years and not pregnant)
    or (age at least 16 years and weight over 50 kg and consent is yes)  # who
  issued     2026-11-22
  review by  2028-01-01

# --- evidence
source r1 "First"
  population differs because "it was small"
  year      2020
  url       "https://example.org/a"
  accessed  2026-01-02
  finding   "a"              RR 1.04
  finding   "a longer one"   HR 0.9 (95% CI 0.8 to 1.0) [r1]  # c
  finding   "bare interval"  MD -1.5 (CI -2 to -1)
source r2 "Second"
  population differs

substance na formula Na, charge 1
substance nacl "common salt" formula NaCl, gives 1 na, gives 1 chloride
substance heparin, in unit
class salt of nacl, na_phosphate, potassium_phosphate_with_a_long_name,
  another_salt_with_a_long_name, the_last_of_the_salts

input age in years whole, plausible 0 to 120
input weight "body weight" in kg, plausible 1 to 300 kg, snomed "27113001"
input dose_given in mg of na per kg per d
input k "potassium" in mmol/L, plausible 1 to 10, valid 12 h,
  ask "What is the potassium, in a sample that was not haemolysed?", loinc "2823-3"
input sex one of male "man" = 1,
  female,  # two so far
  other "another" = -0.5,
  valid 30 d
input drugs any of loop, thiazide "thiazide or alike"
input onset date
input inr number
input gcs "Glasgow" count
input pregnant yes or no because "asked of everybody"
impossible when sex is male and pregnant [r1]

define a: k under 3.5 mmol/L (also 3.5 mEq/L, 14 mg/dL)
define b "the second": not (a) and not not a or k is known and k is unknown
define c: -k + 2 * -3 ^ 2 - (4 mmol/L / 2) * min(k, 2 mmol/L, 3 mmol/L) as mmol/L rounded up to 0.1 mmol/L
define d any of: [r1]
  a  # first
  # before the second
  b because "why" [r2]
  drugs has loop, thiazide
define e at least 2 of:
  a
  k over 3 to under 5 mmol/L
  k over 3 mmol/L to 5 mmol/L
  k 3 to 5
  k is 4 mmol/L
  sex is male, other
  sex is not male
  (a or b)
define f all of:
  plan step at least 1
  plan time under 2 weeks
  years since onset over 2
define g first that applies:
  5 mg  otherwise [r2]
define h:
  "text"  when a
  k       when b and not a because "both"

table by k, sex gives x, y first that applies
  at most 3 mmol/L     | male, other  | "a"                      | 2 * k
  3 to under 4 mmol/L  | any          | unspecified "as needed"  | unspecified  [r1]  # none

  any                  | any          | x                        | 4 mg

score s "The score" [r1]
  1 when a
  -0.5 when b [r2]
  add sex
  add 15 - gcs

regimen plan "The plan" of nacl because "it is needed"
  route oral
  step 1 after 1 d: 400 to 500 mg by weight once [r1]
  step 2 after 1 to 2 weeks when a [r2]:
    give nacl
  step 3: k of na at most 2 g in 5 mL over 10 min every 4 to 6 h as needed for 3 d (also 3 mmol)
  step 4: 5 mg 3 times daily for 17 doses
  then when a: end
  then after 3 weeks:
    when b:
      end because "enough"
  back to step 1 after 12 months when not a
  hold while b  # on hold
  stop when a [r1]
  at most 1500 mg of nacl per day

monitor m "Watch": k, inr
  at baseline when a
  after 2 weeks
  after 1 to 2 weeks when b or a [r1]
  every 3 months
  unspecified "more often" when a

pitfall "Salt kills" (strong) [r1]
  never give salt when k is unknown [r1]
  never give nacl when a or b
  because "it does"
  allow MG902 because "their word"

pitfall "Nothing to check"
  unchecked because "prose"

claim "A claim" unsupported
claim "Another claim"
  answers "A question?" contradicted by r1, r2
    because "they say so, at some length, and more than once"
notice "A notice." [r1]
missing "A list"
effect nacl "thirst" very common [r1]
effect nacl "death"

caution nacl when a and b: advise "drink"

caution nacl when a:
  advise "drink"
  stop salt

pathway main "The main one"
  give nacl (conditional, very low)
  give 5 mg of nacl per d at night
  give 5 to 10 mg/kg of nacl by weight daily
  give k of nacl
  give k once
  give nacl, dose unspecified "some"
  hold nacl until a or b
  suggest nacl
  order k
  order "an ECG"
  report a, b, c
  start m
  unspecified "caution"
    uncited because "x"
    differs from source "y" because "z"
    differs from source "v" because "w"
    allow MG1 because "u"
  when a:
    end
  when a and b:  # both
    because "a reason that is long enough not to fit behind a condition, whatever its length may be"
    [r1]
    follow side

  decide by k
    unknown:
      continue
    3, 4 mmol/L, over 5 mmol/L [r1]:
      continue
    otherwise:
      end

  decide "By two" by k, sex [r2]
    under 3 mmol/L     | any:
      # the first
      continue
    at least 3 mmol/L  | male, female:
      continue
    any                | other:
      end

  decide first that applies
    a or b:
      continue  # go on
      # nothing more to do
    otherwise:
      continue

part side
  note "a \"quoted\" \\ text"
  advise against salt
  refer to "somebody"

# the cases
case "one" [r1]
  age 40 years, sex male, drugs loop, thiazide, onset 2026-01-01, plan step 1
  plan time 2 weeks, k unknown, pregnant yes, inr 2.5
  expect no advise against salt
  expect give 24 mmol of na
  expect s 3 to 5
  expect x under 3
  expect y 4 mg
  expect h "text"
  expect dose 5 mg
  expect ask k
  expect blocked nacl
  expect outside
  # the end of the case
# the end
