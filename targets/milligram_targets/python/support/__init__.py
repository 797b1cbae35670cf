"""What every generated module carries: ordinary typed Python, embedded as text.

Enters: nothing. Leaves: definitions that the generated code of a guideline calls.
Only what it uses is embedded (`milligram_targets.python.embedding`); imports between
these files fall away there.
"""
