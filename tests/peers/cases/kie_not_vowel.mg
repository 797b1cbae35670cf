#! from: kie-dmn-validation, NotTest.notStringVowel, NotStringVowel.dmn, UNIQUE
#! gaps: 0
#! overlaps: none
#! found: none
#! difference: as not_word
guideline g
  title   "Example"
  version 1.0.0
input letter one of a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z
table by letter gives answer
  b, c, d, f, g, h, j, k, l, m, n, p, q, r, s, t, v, w, x, y, z | consonant
  a | the_a
  e | the_e
  i | the_i
  o | the_o
  u | the_u
pathway
  report answer
