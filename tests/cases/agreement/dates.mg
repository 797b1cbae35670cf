# Dates, years since, and the day of the run; a review that may be overdue.

guideline agreement_dates
  title     "Dates"
  version   1.0.0
  status    active
  issued    2024-01-01
  review by 2026-12-31

substance nicotine formula C10H14N2

input born date
input today date
input last_scan "last scan" date
input smoker yes or no

define age: years since born
define since_scan: years since last_scan

regimen tablets of nicotine
  step 1: 21 mg daily
  step 2 after 6 weeks when smoker: 14 mg daily
  then after 2 to 3 weeks: stop tablets
  back to step 1 after 10 weeks when smoker

pathway
  report age, born, since_scan
  when since_scan at least 1 year:
    order "a scan"
  decide by age
    under 18 years:
      end because "a child"
    18 to under 65 years:
      give tablets
    at least 65 years:
      note "old"
      give tablets
  when tablets step is 2 and tablets time at least 4 weeks:
    note "long on it"
