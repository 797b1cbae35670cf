guideline kidney
  title   "Kidney disease"
  version 0.1.0
source r1 "Reference 1"
substance naproxen formula C14H14O3
substance ibuprofen formula C13H18O2
class nsaid "NSAID" of naproxen, ibuprofen
input egfr in mL/min/{1.73_m2}, plausible 0 to 200
input arthritis yes or no
pitfall "No NSAID in kidney failure" [r1]
  never give nsaid when egfr is unknown
  never give nsaid when egfr under 30 mL/min/{1.73_m2}
  because "it takes what is left of the kidneys"
pathway
  decide "Renal function" by egfr
    unknown:
      order egfr [r1]
      end
    under 30 mL/min/{1.73_m2}:
      end because "no NSAID"
    at least 30 mL/min/{1.73_m2}:
      continue
  when arthritis:
    give 400 mg of ibuprofen 3 times daily [r1]
