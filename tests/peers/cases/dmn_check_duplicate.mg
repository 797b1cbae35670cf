#! from: dmn-check, PluginBaseTest, duplicate_unique.dmn, UNIQUE
#! gaps: not asked
#! overlaps: not asked
#! found: MG101
#! duplicate: 1+2
#! difference: they look for no gap: every other word is one
guideline g
  title   "Example"
  version 1.0.0
input word1 one of input1, another
input word2 one of input2, another
table by word1, word2 gives answer
  input1 | input2 | the_output
  input1 | input2 | the_output
pathway
  report answer
