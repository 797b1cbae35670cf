# An unchecked guideline: gaps, overlaps, bodies that do the same, divisions by zero, branches never told.

guideline agreement_faults
  title   "Faults"
  version 1.0.0

input level in mmol/L, plausible 0 to 20
input other in mmol/L, plausible 0 to 20
input flag yes or no
input kind one of a, b, c

define quotient: level / other
define gap:
  1 when level under 5 mmol/L
  2 when level over 5 mmol/L
define overlap:
  1 when level under 10 mmol/L
  2 when level over 8 mmol/L
define alike:
  1 when level under 10 mmol/L
  1.0 when level over 8 mmol/L
  3 otherwise

pathway first_path
  report gap
  decide "Gap" by level
    under 5 mmol/L:
      note "low"
    6 to 10 mmol/L:
      note "middle"
    10 mmol/L to 20 mmol/L:
      note "high"
  note "after"

pathway second_path
  report overlap, alike
  decide "Same"
    flag:
      suggest "the same"
    level over 5 mmol/L:
      suggest "the same"
    not flag and level at most 5 mmol/L:
      continue

pathway third_path
  report quotient
  when quotient over 2:
    advise "two"
  decide first that applies
    quotient over 1:
      advise "one"
    kind is a, b:
      continue
      note "never said"
    otherwise:
      end
  note "last"

pathway fourth_path
  when alike over 2 and flag:
    note "first"
  when flag or quotient over 3:
    note "second"
  decide by kind, flag
    a | yes:
      note "a, yes"
    a | no:
      note "a, no"
    b, c | any:
      note "b or c"
