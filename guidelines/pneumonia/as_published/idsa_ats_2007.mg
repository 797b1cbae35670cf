# CURB-65 as the American consensus statement of 2007 prints it: "BUN level >7 mmol/L (20 mg/dL)". It is meant to fail `check`;
# ../curb65.mg is the corrected guideline.

guideline curb_65_published
  title      "CURB-65 criteria"
  version    1.0.0
  status     draft
  for        "adults with community-acquired pneumonia"
  applies when age at least 18 years

source idsa2007 "Infectious Diseases Society of America/American Thoracic Society consensus"
  "guidelines on community-acquired pneumonia in adults. Clin Infect Dis 44(Suppl 2):S27-S72"
  year  2007
  doi   "10.1086/511159"

substance nitrogen formula N
substance urea formula CO(NH2)2, gives 2 nitrogen

input age in years whole, plausible 0 to 120
input confusion yes or no
input bun "BUN level" in mmol/L of urea, plausible 0.5 to 100
input respiratory_rate in /min whole, plausible 4 to 80
input systolic in mmHg, plausible 40 to 300
input diastolic in mmHg, plausible 20 to 200

score curb65 "CURB-65"
  1 when confusion [idsa2007]
  1 when bun over 7 mmol/L (also 20 mg/dL of nitrogen) [idsa2007]
  1 when respiratory_rate at least 30 /min [idsa2007]
  1 when systolic under 90 mmHg or diastolic at most 60 mmHg [idsa2007]
  1 when age at least 65 years [idsa2007]

table by curb65 gives mortality
  0  | "0.7%"   [idsa2007]
  1  | "2.1%"   [idsa2007]
  2  | "9.2%"   [idsa2007]
  3  | "14.5%"  [idsa2007]
  4  | "40%"    [idsa2007]
  5  | "57%"    [idsa2007]

pathway
  report curb65, mortality

  decide by curb65
    0 to 1:
      advise "treat as an outpatient" [idsa2007]
    2:
      advise "admit to the ward" [idsa2007]
    at least 3:
      advise "intensive care is often required" [idsa2007]
