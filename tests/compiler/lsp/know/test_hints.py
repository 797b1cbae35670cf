"""A second unit is shown where it helps, exactly or with `about`, and not where the author states one."""

from __future__ import annotations

import pytest
from milligram.lsp.know.hints import hints
from milligram.source import Span

from tests.compiler.lsp.know.knowing import SMALL, known


def hinted(text: str) -> dict[str, str]:
    """The words before each hint on its line, and the hint."""
    about = known(text)
    found = {}
    for hint in hints(about, Span(0, len(text))):
        start = text.rfind("\n", 0, hint.at) + 1
        found[text[start : hint.at].strip()] = hint.text
    return found


def test_limits_bands_and_doses_are_shown_in_a_second_unit() -> None:
    assert hinted(SMALL) == {
        "define low: level under 0.70 mmol/L": "about 1.7 mg/dL",
        "step 1: 480 mg of magnesium_oxide": "about 289 mg of magnesium",
        "step 2 after 1 to 2 weeks when low: 24 mmol of magnesium": "about 583 mg",
        "under 0.50 mmol/L": "about 1.22 mg/dL",
        "0.50 to under 0.70 mmol/L": "about 1.22 to 1.7 mg/dL",
        "at least 0.70 mmol/L": "about 1.7 mg/dL",
    }


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("define x: level under 2 mEq/L", "about 2.43 mg/dL"),
        ("define x: level under 5 mg/dL", "about 2.06 mmol/L"),
        ("define x: fever over 38 Cel", "= 100.4 °F"),
        ("define x: fever over 100.4 °F", "= 38 °C"),
        ("define x: level under 0.70 mmol/L (also 1.7 mg/dL)", None),
        ("define x: glucose under 4 mmol/L", None),
        ("define x: age under 65 years", None),
    ],
)
def test_a_hint_helps_or_is_not_there(line: str, hint: str | None) -> None:
    text = SMALL.replace("define low: level under 0.70 mmol/L [r1]", f"define low: weak\n{line}")
    found = hinted(text).get(line.split(" (also")[0])
    assert found == hint


def test_only_what_is_shown_is_asked_about() -> None:
    about = known(SMALL)
    at = SMALL.index("define low")
    assert [hint.text for hint in hints(about, Span(at, at + 60))] == ["about 1.7 mg/dL"]


def test_the_tooltip_has_more_digits() -> None:
    about = known(SMALL)
    at = SMALL.index("define low")
    (hint,) = hints(about, Span(at, at + 60))
    assert hint.markdown == r"0\.7 mmol/L of magnesium is 1\.70135 mg/dL of magnesium"
