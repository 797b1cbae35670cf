"""A finding names what makes it so: the declaration that leaves nobody, the class that a drug belongs to."""

from __future__ import annotations

import pytest

from .conftest import Find

_BANDS = """source r1 "R"
input potassium in mmol/L, plausible {plausible}
input cough yes or no
score risk
  2 when cough
pathway
  decide by {by}
    {first}:
      advise "A" [r1]
    {second}:
      advise "B" [r1]
"""


@pytest.mark.parametrize(
    ("filled", "line", "why"),
    [
        (
            {"plausible": "2.5 to 9", "by": "potassium", "first": "under 2.5 mmol/L", "second": "at least 2.5 mmol/L"},
            "input potassium in mmol/L, plausible 2.5 to 9",
            "no such value is plausible",
        ),
        (
            {"plausible": "1 to 9", "by": "risk", "first": "at most 2", "second": "over 2"},
            "score risk",
            "this never comes to such a value",
        ),
    ],
)
def test_where_only_the_declaration_leaves_nobody_it_is_shown(
    find: Find, filled: dict[str, str], line: str, why: str
) -> None:
    (found,) = find(_BANDS.format(**filled), "MG105")
    assert [(found.source.slice(label.span), label.text) for label in found.labels] == [(line, why)]


_DRUGS = """source r1 "R"
substance ramipril formula C23H32N2O5
substance losartan formula C22H23ClN6O
class raas_blocker "RAAS blocker" of ramipril, losartan
input potassium in mmol/L, plausible 1 to 9
pitfall "Not with a high potassium" [r1]
  never give {never} when potassium over 5 mmol/L
pathway
  when potassium is unknown:
    order potassium [r1]
    end
  give {give}, dose unspecified "as usual" [r1]
"""


@pytest.mark.parametrize(
    ("never", "give", "why"),
    [
        ("ramipril", "raas_blocker", "this rule forbids it: ramipril counts as RAAS blocker"),
        ("raas_blocker", "losartan", "this rule forbids it: losartan counts as RAAS blocker"),
        ("losartan", "losartan", "this rule forbids it"),
        ("raas_blocker", "raas_blocker", "this rule forbids it"),
    ],
)
def test_a_rule_on_another_name_says_what_the_two_have_in_common(find: Find, never: str, give: str, why: str) -> None:
    (found,) = find(_DRUGS.format(never=never, give=give), "MG401")
    assert [label.text for label in found.labels] == [why]
