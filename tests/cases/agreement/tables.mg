# Tables and defines by cases: words, numbers, formulas, texts, what is unspecified; some do not cover everybody.

guideline agreement_tables
  title   "Tables"
  version 1.0.0

input gfr in mL/min, plausible 0 to 200
input albumin one of a1 "A1", a2 "A2", a3 "A3"
input weight in kg, plausible 2 to 300
input drugs any of loop, thiazide, statin
input smoker yes or no
input inr number, plausible 0.5 to 20

table by gfr, albumin gives risk, visits
  at least 60 mL/min        | a1      | low       | 1
  at least 60 mL/min        | a2, a3  | moderate  | 2
  30 to under 60 mL/min     | a1, a2  | moderate  | 2
  30 to under 60 mL/min     | a3      | high      | 3
  under 30 mL/min           | any     | high      | 4

table by weight gives volume, factor first that applies
  under 5 kg          | unspecified "too small"  | unspecified
  under 20 kg         | 3 mL/kg * weight         | weight / 10 kg
  at most 100 kg      | 60 mL                    | 2.0
  any                 | 70 mL                    | 2

table by smoker, drugs gives words
  yes | loop, thiazide | "smokes, and a diuretic"
  yes | statin         | "smokes, and a statin"
  no  | any            | "does not smoke"

define ratio:
  1.5           when inr under 2
  3 / 2         when inr 1.5 to 3
  inr / 2       when inr over 3
define half first that applies:
  8 / 2         when smoker
  4             when gfr under 30 mL/min
  inr           otherwise
define word first that applies:
  "many"        when visits over 2
  "some"        when visits is 2
  "few"         otherwise
define total: visits + factor

pathway
  report risk, visits, volume, factor, words, ratio, half, word, total
  decide first that applies
    word is "many":
      advise "many"
    drugs has loop:
      advise "loop"
    unknown:
      order "everything"
    otherwise:
      note "few or some"
  when ratio at least 1.5 and risk is high, moderate:
    note "ratio"
  when factor 2 to 3:
    note "factor"
  when half over 3.9:
    end because "half"
  note "the end"
