guideline migraine
  title   "Migraine"
  version 0.1.0
source r1 "Reference 1"
substance magnesium formula Mg, charge 2
substance magnesium_citrate formula Mg3(C6H5O7)2, gives 3 magnesium
input migraine_attacks count, plausible 0 to 31
pathway
  when migraine_attacks at least 4:
    give 600 mg of magnesium_citrate daily [r1]
