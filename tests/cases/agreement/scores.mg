# Scores whose lines share inputs, with points that are negative, decimal, computed, or of a choice.

guideline agreement_scores
  title   "Scores"
  version 1.0.0

input age in years whole, plausible 0 to 120
input sex one of male, female, other
input pregnant yes or no
input systolic in mmHg, plausible 40 to 300
input diastolic in mmHg, plausible 20 to 200
input temperature in Cel, plausible 25 to 45
input grade one of none "No response" = 0, some "Some" = 1.5, full "Full" = 4
input signs any of fever, rash, cough
input falls count, plausible 0 to 20
input weight in kg, plausible 2 to 300
input smoker yes or no

impossible when sex is male and pregnant
impossible when diastolic over systolic because "the pressures are exchanged"

define elderly: age at least 65 years
define hot any of:
  temperature over 38.5 Cel
  signs has fever
define unwell at least 2 of:
  hot
  signs has rash, cough
  falls at least 3
  smoker

score risk "Risk score"
  1 when elderly
  2 when age at least 75 years
  -1 when age under 40 years
  0.5 when pregnant
  3 when sex is female and not elderly
  add grade
  2 when hot
  1 when unwell
  4 when systolic under 90 mmHg or diastolic at most 60 mmHg
  1 when systolic 90 to under 100 mmHg
  2 when falls 2 to 4

score pressure
  1 when systolic over diastolic
  5 when diastolic at least systolic
  1 when smoker is known

score mass
  add weight in kg / 10
  1 when smoker

table by risk gives band, advice_level
  under 3     | low     | "nothing"
  3 to under 7 | middle | "watch"
  at least 7  | high    | "act"

define doubled: 2 * risk + 1
define judged: band is high or pressure at least 5

pathway
  report risk, band, advice_level, pressure, mass, doubled
  decide "How high?" by band
    low:
      note "low"
    middle:
      suggest "watch"
    high:
      advise "act"
      when risk over 10:
        refer to "intensive care"
  when judged:
    note "judged"
  when doubled is 9:
    note "nine"
