"""``decide``: a guideline as straight-line Python from plain values to one integer.

Enters: a guideline. Leaves: the source text of ``decide`` and of what checks plain values for it.

    decide({"age": 40, "serum_magnesium": 0.6, …})   ->   (4711, ())

Each place at which a run may go more ways than one adds its digit to the integer, so that the integer tells all that
is said, asked and kept back; what is worked out for the patient (a dose by weight) comes beside it. -1 stands for a run
that the digits do not tell apart, such as one that meets a fault: it is run as it is written (`support/running.py`).
"""

from milligram_targets.python.fast.writing import fast_source, fast_tables

__all__ = ["fast_source", "fast_tables"]
