"""A table in which everything overlaps is told of in part, and says so."""

from __future__ import annotations

from collections import Counter

from milligram.checks.mg102_overlap import MOST_TOLD
from milligram.pipeline import check_text

BANDS = "".join(f'    {low} to {low + 3} mmol/L:\n      note "{low}"\n' for low in range(30))
TEXT = f"""guideline g
  title "Bands"
  version 1.0.0
input x in mmol/L, plausible 0 to 32
pathway
  decide by x
{BANDS}"""


def test_the_first_overlaps_are_told_and_that_there_may_be_more() -> None:
    found = Counter(one.code.code for one in check_text(TEXT).diagnostics)
    assert found["MG102"] + found["MG103"] == MOST_TOLD
    assert found["MG000"] == 1
