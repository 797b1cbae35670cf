# The adult dosage table of the United Kingdom product information (21-hour regimen), in its own bands, and the treatment
# line. It is meant to fail `check`; ../acetylcysteine.mg is the corrected guideline.
# "The dose calculations are based on the weight in the middle of each band", rounded up to a whole millilitre. The table
# has whole kilograms; the leaflet tells to weigh the patient, and a scale shows tenths.

guideline acetylcysteine_published
  title      "Acetylcysteine for paracetamol overdose: the adult dosage table as printed"
  version    1.0.0
  status     draft
  for        "adults of 40 kg or more after a paracetamol overdose"
  applies when weight at least 40 kg

source spc "Acetylcysteine 200 mg/mL concentrate for solution for infusion (Parvolex): summary of"
  "product characteristics, section 4.2"
  year  2014

substance acetylcysteine formula C5H9NO3S

input weight in kg, plausible 20 to 300
input staggered yes or no, ask "Was the paracetamol taken over 1 hour or more?"
input doubtful "any doubt over the time" yes or no
input above_line "plasma paracetamol on or above the line of 100 mg/L at 4 h and 15 mg/L at 15 h" yes or no

# "Ampoule volume" of the first, second and third infusion; 1 mL holds 200 mg.
table by weight gives first_volume, second_volume, third_volume
  40 to 49 kg      | 34 mL  | 12 mL  | 23 mL  [spc]
  50 to 59 kg      | 42 mL  | 14 mL  | 28 mL  [spc]
  60 to 69 kg      | 49 mL  | 17 mL  | 33 mL  [spc]
  70 to 79 kg      | 57 mL  | 19 mL  | 38 mL  [spc]
  80 to 89 kg      | 64 mL  | 22 mL  | 43 mL  [spc]
  90 to 99 kg      | 72 mL  | 24 mL  | 48 mL  [spc]
  100 to 109 kg    | 79 mL  | 27 mL  | 53 mL  [spc]
  at least 110 kg  | 83 mL  | 28 mL  | 55 mL  [spc]

define first_dose: first_volume * 200 mg/mL
define second_dose: second_volume * 200 mg/mL
define third_dose: third_volume * 200 mg/mL

regimen infusion "21-hour infusion" of acetylcysteine
  route intravenous
  step 1: first_dose in 200 mL over 1 h [spc]
  step 2 after 1 h: second_dose in 500 mL over 4 h [spc]
  step 3 after 4 h: third_dose in 1 L over 16 h [spc]
  then after 16 h:
    unspecified "continuing treatment may be needed, depending on the clinical evaluation" [spc]

# Under 40 kg the document has a paediatric table.
pathway

  when staggered or doubtful or above_line:
    give infusion [spc]
