guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
input temperature in Cel, plausible 30 to 45
pathway
  decide by temperature
    unknown:
      order temperature [r1]
      end
    under 38 Cel:
      advise "no fever" [r1]
    at least 38 Cel:
      advise "fever" [r1]
