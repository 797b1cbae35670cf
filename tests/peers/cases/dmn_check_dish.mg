#! from: dmn-check, PluginBaseTest, dish-decision.dmn, UNIQUE
#! gaps: not asked
#! overlaps: not asked
#! found: MG102
#! difference: accepted there: rules that meet in part are not looked for; 5 to 7 guests in spring are in rules 3 and 4
guideline g
  title   "Example"
  version 1.0.0
input season one of autumn, winter, spring, summer
input guests count
table by season, guests gives answer
  autumn | at most 8 | spareribs
  winter | at most 8 | roast_beef
  spring | at most 7 | aged_steak
  spring | 5 to 8 | steak
  autumn, winter, spring | over 8 | stew
  summer | any | salad
pathway
  report answer
