#! from: kie-dmn-validation, SRGapsOverlapsSubsumption2Test, SRGapsOverlapsSubsumption2.dmn, UNIQUE
#! gaps: 1
#! overlaps: 2+4
#! found: MG101
#! difference: rules 2 and 4 both decline where they meet: no overlap to us
guideline g
  title   "Example"
  version 1.0.0
input credit_score number
input debt one of good, fair, bad
table by credit_score, debt gives answer
  over 660 | good | approved
  at least 660 | bad | declined
  600 to 660 | good | approved
  600 to 660 | fair, bad | declined
  under 600 | any | declined
pathway
  report answer
