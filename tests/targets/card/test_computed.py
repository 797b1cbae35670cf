"""What the card works out for each row of a table: every function of the language; nothing where there is no value."""

from __future__ import annotations

import pytest
from milligram.pipeline import check_text
from milligram_targets.card.computed import computed
from milligram_targets.card.phrases import Phrases, words
from milligram_targets.card.wording import Wording

TEXT = """\
guideline g
  title   "G"
  version 1.0.0
source r1 "Reference 1"
input weight in kg, plausible 20 to 200
table by weight gives volume
  under 50 kg    | 9 mL
  at least 50 kg | 16 mL
define worked_out: {formula}
pathway
  report worked_out
"""


@pytest.mark.parametrize(
    ("formula", "numbers"),
    [
        ("volume * 2", ("18", "32")),
        ("sqrt(volume in mL)", ("3", "4")),
        ("floor((volume in mL) / 2)", ("4", "8")),
        ("abs(10 - (volume in mL))", ("1", "6")),
        ("(volume in mL) ^ 2", ("81", "256")),
        ("max(volume, 10 mL)", ("10", "16")),
        ("volume rounded down to 5 mL", ("5", "15")),
    ],
)
def test_a_formula_on_one_output_stands_in_each_row(formula: str, numbers: tuple[str, ...]) -> None:
    assert found_for(formula) == [numbers]


@pytest.mark.parametrize("formula", ["volume / 7", "1 / (9 - (volume in mL))", "ln(volume in mL)", "volume / weight"])
def test_what_has_no_decimal_in_some_row_or_needs_the_patient_stays_a_formula(formula: str) -> None:
    assert found_for(formula) == []


def found_for(formula: str) -> list[tuple[str, ...]]:
    guideline = check_text(TEXT.format(formula=formula), "g.mg").guideline
    assert guideline is not None
    table = guideline.named_by_name["volume"]
    return [one.numbers for one in computed(Wording(guideline, Phrases(words("en"))), table)]  # type: ignore[arg-type]
