guideline g
  title   "Example"
  version 1.0.0
input bilirubin in mg/dL, plausible 1 to 60
input creatinine in mg/dL, plausible 1 to 4
define severity: ln(bilirubin in mg/dL) + ln(creatinine in mg/dL)
pathway
  decide by severity
    under 3:
      note "mild"
    3 to under 4:
      note "moderate"
    at least 4:
      note "severe"
