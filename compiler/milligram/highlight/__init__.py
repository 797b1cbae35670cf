"""The colours of the language: which words are keywords, units, numbers, texts, dates, grades, citations.

Enters: the grammar. Leaves: `rules`, an ordered list of patterns, and what is written in the terms of each editor:
`lexer` for Pygments, `textmate` and `configuration` for editors that read TextMate's grammars.

    0.70 mmol/L (also 1.7 mg/dL) [r3]   ->   number unit ( keyword number unit ) [ citation ]

No keyword is listed here: each is read from the grammar. The language server knows more of each name (`milligram.lsp`),
and colours over what these rules say.
"""
