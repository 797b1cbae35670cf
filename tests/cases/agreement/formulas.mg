# Formulas that leave the rationals, and formulas without a value.

guideline agreement_formulas
  title   "Formulas"
  version 1.0.0

input age in years whole, plausible 0 to 120
input weight in kg, plausible 0 to 300
input height in cm, plausible 0 to 250
input creatinine in umol/L, plausible 0 to 2000
input qt in ms, plausible 100 to 900
input rate in /min, plausible 0 to 300
input level number, plausible -5 to 20
input temperature in Cel, plausible 20 to 45
input sex one of male = 1, female = 2

define rr: 60 / rate in /min
define qtc: qt in ms / sqrt(rr)
define surface: 0.007184 * (weight in kg) ^ 0.425 * (height in cm) ^ 0.725
define body_mass: weight in kg / (height in m) ^ 2
define egfr: 142 * min(creatinine in umol/L / 80, 1) ^ -0.3 * max(creatinine in umol/L / 80, 1) ^ -1.2 * 0.9938 ^ (age in years)
define logit: ln(level) + 2 * log10(level) - exp(-level / 4)
define logistic: 1 / (1 + exp(0 - logit))
define size: abs(level) + floor(level / 2)
define rounded_up: body_mass rounded up to 0.5
define rounded_near: qtc rounded to 5
define hot: temperature in [degF]
define pick: 10 ^ sex

pathway
  report rr, body_mass, size, rounded_up, hot, pick
  when level at least 0 and 1 / level under 2:
    note "inverse"
  decide "Long QT?"
    qtc over 450:
      advise "long"
    qtc at most 450:
      note "not long"
    unknown:
      order qt
  when surface over 1.8:
    note "large"
  when hot over 100.4:
    note "fever"
  when pick at least 10:
    note "picked"
  report rounded_near
  decide "Kidney"
    egfr under 30:
      refer to "nephrology"
      end
    egfr at least 30:
      continue
  when logistic over 0.5:
    note "likely"
  report logistic, egfr, surface, logit
