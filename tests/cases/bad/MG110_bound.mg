#! MG110 error 6:38
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input crcl in mL/min, plausible 0 to 25
pathway
  decide by crcl
    unknown:
      order crcl [r1]
      end
    under 30 mL/min:
      advise "avoid it" [r1]
    30 to under 60 mL/min:
      advise "halve it" [r1]
    at least 60 mL/min:
      advise "give it whole" [r1]
