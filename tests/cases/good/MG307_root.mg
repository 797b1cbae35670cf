guideline g
  title   "Example"
  version 1.0.0
input heart_rate in /min, plausible 20 to 300
input qt in ms, plausible 200 to 800
define corrected: qt in ms / sqrt(60 / (heart_rate in /min) - 1) as ms
pathway
  when heart_rate under 60 /min:
    report corrected
