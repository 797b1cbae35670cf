guideline g
  title   "Example"
  version 1.0.0
input sodium in mmol/L, plausible 100 to 180
input osmolality in mmol/L, plausible 0 to 500
define gap: (2 * sodium) / osmolality
pathway
  # read from left to right: nothing is divided by zero
  when osmolality over 0 mmol/L and gap over 1.1:
    order "glucose, urea, alcohol" uncited because "example"
