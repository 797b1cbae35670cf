"""The repair of a single value that is left out, or is in two rows, reads as the author would type it."""

from __future__ import annotations

import pytest

from .conftest import Find

_BANDS = ("MG101", "MG102", "MG103", "MG104", "MG105", "MG111")

_GUIDELINE = """source r1 "R"
input potassium in mmol/L, plausible 1 to 9
pathway
  decide by potassium
    {low}:
      advise "A" [r1]
    {high}:
      advise "B" [r1]
    at least 3.5 mmol/L:
      advise "C" [r1]
"""


@pytest.mark.parametrize(
    ("low", "high", "repairs"),
    [
        (
            "under 2.5 mmol/L",
            "over 2.5 to under 3.5 mmol/L",
            [("under 2.5 mmol/L", "at most 2.5 mmol/L"), ("over 2.5 to under 3.5 mmol/L", "2.5 to under 3.5 mmol/L")],
        ),
        ("over 1 to 2.5 mmol/L", "over 2.5 to under 3.5 mmol/L", [("over 1 to 2.5 mmol/L", "at most 2.5 mmol/L")]),
    ],
)
def test_each_band_of_the_repair_takes_the_value_in(
    find: Find, low: str, high: str, repairs: list[tuple[str, str]]
) -> None:
    """What stands in the help is typed in place of what is written, and nobody is left out."""
    text = _GUIDELINE.format(low=low, high=high)
    (found,) = find(text, "MG104")
    assert found.help == "write " + ", or ".join(f"`{new}` in place of `{old}`" for old, new in repairs)
    for old, new in repairs:
        assert not find(text.replace(f"    {old}:", f"    {new}:"), *_BANDS)


def test_a_count_between_two_rows_is_given_a_row(find: Find) -> None:
    """Whole numbers have no band that stops just short: the value itself is to be added."""
    text = 'source r1 "R"\ninput falls count, plausible 0 to 9\npathway\n  decide by falls\n'
    text += '    0:\n      advise "A" [r1]\n    at least 2:\n      advise "B" [r1]\n'
    (found,) = find(text, "MG104")
    assert found.help == "add a branch for 1, or let one beside it take it as well"
    assert not find(text.replace("    0:", "    0, 1:"), *_BANDS)


def test_a_count_in_two_rows_is_taken_out_of_one(find: Find) -> None:
    """A list of whole numbers has no end to move: `over 1` would be no repair."""
    text = 'source r1 "R"\ninput a yes or no\ninput b yes or no\nscore risk\n  1 when a\n  1 when b\n'
    text += "pathway\n  decide by risk\n"
    text += '    0:\n      advise "A" [r1]\n    1:\n      advise "B" [r1]\n    1, 2:\n      advise "C" [r1]\n'
    (found,) = find(text, "MG103")
    assert found.help == "take 1 out of one of them"
    assert not find(text.replace("    1, 2:", "    2:"), *_BANDS)


_AGAINST_A_LINE = """source r1 "R"
input level in mg/L, plausible 0 to 500
input hours in h, plausible 4 to 15
define treatment_line: 200 mg/L - hours in h * 10 mg/L
pathway
  decide
    level {low} treatment_line:
      advise "A" [r1]
    level {high} treatment_line:
      advise "B" [r1]
"""


@pytest.mark.parametrize(
    ("low", "high", "code", "words"),
    [
        ("under", "over", "MG104", "no branch covers level exactly treatment line"),
        ("at most", "at least", "MG102", "two branches with different answers take level exactly treatment line"),
    ],
)
def test_a_value_on_a_computed_line_is_told_of_both_sides(
    find: Find, low: str, high: str, code: str, words: str
) -> None:
    """The proof looks at the difference of the two sides; the author wrote no difference, and no 0."""
    (found,) = find(_AGAINST_A_LINE.format(low=low, high=high), "MG101", "MG102", "MG103", "MG104", "MG111")
    assert found.code.code == code
    assert found.message.startswith(words)
    assert found.help is None or " 0 " not in found.help
    assert found.witness
