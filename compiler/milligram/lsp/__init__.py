"""The guideline while it is written: what an editor asks, answered by the Language Server Protocol.

Enters: the text in the editor, change by change. Leaves: findings as it is typed, repairs as edits, names, hovers,
drawings. ``milligram lsp`` speaks it over standard input and output.

    typed: `20 to 30 mL/min:`   ->   MG103, with the patient who shows it, and the edit that mends it

What is read, named and converted is told at once, in this process (`analysis`); what must be proved is asked of a
second one (`proofs`, `worker`), which is stopped as soon as the text is another. `know` answers questions about one
text and knows nothing of the protocol; `positions` is the only place where offsets become lines and UTF-16 columns.
pygls and lsprotocol take half a second to import: only `server`, `convert` and `positions` do, when the server starts.
"""
