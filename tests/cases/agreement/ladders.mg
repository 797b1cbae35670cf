# Ladders: decisions within steps, several drugs, ways back and beyond, stops and holds; parts; several pathways.

guideline agreement_ladders
  title   "Ladders"
  version 1.0.0

source r1 "One"
substance spironolactone formula C24H32O4S
substance glucose formula C6H12O6
class raas "RAAS blocker" of ramipril, losartan
class calcium_blocker of amlodipine

input pressure in mmHg, plausible 60 to 300
input potassium in mmol/L, plausible 1 to 10
input pregnant yes or no
input oedema yes or no
input diabetes yes or no
input age in years whole, plausible 0 to 120

define high: pressure at least 140 mmHg

regimen ladder "Pressure ladder"
  route oral
  step 1:
    decide "First drug"
      diabetes:
        give raas (strong)
      not diabetes:
        follow second_choice
  step 2 after 4 to 8 weeks when high [r1]:
    give raas
    give calcium_blocker because "both"
  step 3 after 4 weeks when high:
    when potassium under 4.5 mmol/L:
      give 25 mg of spironolactone daily
    give amlodipine
  then after 4 to 8 weeks when high:
    refer to "a specialist"
  then after 1 year when potassium over 5.5 mmol/L:
    hold ladder
  back to step 1 after 6 months when pressure under 110 mmHg
  back to step 2 after 8 weeks when potassium over 5 mmol/L
  stop when pregnant because "harm to the fetus" [r1]
  hold while potassium over 6 mmol/L (strong)

regimen rescue of glucose
  step 1: 10 g once
  step 2 after 15 min: 20 g once

pitfall "No RAAS blocker after oedema" [r1]
  never give raas when oedema
pitfall "Amlodipine only in adults"
  never give amlodipine when age is unknown or age under 18 years
pitfall "The ladder needs a pressure"
  never give ladder when pressure is unknown

caution calcium_blocker when oedema:
  note "swollen ankles"
caution ladder when age at least 80 years:
  suggest "a lower target"

monitor checks: potassium, pressure
  every 3 months when ladder step at least 1

pathway pressure_path
  when pregnant:
    stop raas
    refer to "obstetrics"
    end
  give ladder [r1]
  start checks
  when ladder time at least 2 weeks or rescue step is unknown:
    note "some time"

pathway rescue_path
  follow needs_sugar
  note "after the part"

part needs_sugar
  decide "Sugar?"
    diabetes and age at least 10 years:
      give rescue
    not diabetes or age under 10 years:
      continue
    unknown:
      order "a glucose level"
      end because "not known"
  when potassium over 5 mmol/L:
    order potassium

part second_choice
  when age at least 55 years:
    give calcium_blocker
  when age under 55 years:
    give losartan
