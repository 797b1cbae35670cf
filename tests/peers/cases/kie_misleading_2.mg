#! from: kie-dmn-validation, MisleadingRulesTest.misleadingRules2, MisleadingRules2.dmn, PRIORITY
#! gaps: 0
#! overlaps: not asked
#! found: none
#! misleading: none
guideline g
  title   "Example"
  version 1.0.0
input risk one of declined, high, medium, low, very_low
input affordable yes or no
input age number
table by risk, affordable, age gives answer first that applies
  declined | any | any | ineligible
  any | no | any | ineligible
  any | any | under 18 | ineligible
  any | any | any | eligible
pathway
  report answer
