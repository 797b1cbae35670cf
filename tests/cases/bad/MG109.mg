#! MG109 warning 12:3
guideline g
  title   "Example"
  version 1.0.0
input creatinine_clearance in mL/min, plausible 0 to 250
input frail yes or no
pathway
  when creatinine_clearance is unknown:
    order creatinine_clearance uncited because "example"
    end
  # whoever comes here has a value
  when creatinine_clearance is known:
    note "the dose goes by the clearance"
  when frail and creatinine_clearance under 60 mL/min:
    note "with care"
