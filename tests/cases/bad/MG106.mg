#! MG106 warning 13:5
guideline g
  title   "Example"
  version 1.0.0
input systolic in mmHg, plausible 40 to 300
input frail yes or no
pathway
  decide by systolic first that applies
    unknown:
      order systolic uncited because "example"
    at least 140 mmHg:
      note "high"
    at least 180 mmHg:
      note "very high"
    otherwise:
      note "not high"
  when frail:
    note "with care"
