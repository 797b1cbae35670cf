guideline b
  title "b"
  version 1.0.0
  status draft
input confusion yes or no
input age in years whole, plausible 0 to 120
input resp_rate in /min whole, plausible 4 to 80
score severity "Severity score"
  1 when confusion
  1 when resp_rate at least 30 /min
  1 when age at least 65 years
pathway
  report severity
