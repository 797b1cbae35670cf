# Names that mean something to Python, or to the support of a generated module.

guideline agreement_names
  title   "Names"
  version 1.0.0

substance aspirin formula C9H8O4
source import_ "Import"
input import in mmol/L, plausible 0 to 20
input lambda yes or no
input list one of str, int
input self any of true_words, cls
input datetime date
input today date
input print in mg, plausible 0 to 100
input p yes or no
input run yes or no
input evaluate number, plausible 0 to 1

define reading: import over 3 mmol/L and lambda
define patient: list is str or self has cls
define compare: print / 2 + 1 mg
define sum: years since datetime
define condition first that applies:
  1 when p
  evaluate otherwise
table by list gives type, object
  str | "text"  | 1
  int | "whole" | 2
score len
  1 when reading
  2 when run
  add object

regimen class_ of aspirin
  step 1: 75 mg daily
  step 2 after 1 week when reading: 150 mg daily

part match
  note "matched"

pathway global
  report compare, sum, condition, type, object, len
  when patient:
    follow match
  give class_

pathway except
  decide "Which?" by type
    "text":
      note "text"
    "whole":
      give compare of aspirin
