"""Which recommendations need a source, where it may stand, and what `allow` does."""

from __future__ import annotations

from datetime import date

import pytest
from milligram.diagnostics import CHECKED
from milligram.diagnostics.registry import BETWEEN
from milligram.pipeline import check_text

from .conftest import HEAD, Find

DRUG = """\
source r1 "R"
source r2 "S"
claim "c" supported by r2
input potassium in mmol/L, plausible 1 to 10
substance ramipril formula C23H32N2O5
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('pathway\n  advise "a"\n  advise "b" [r1]', [2]),
        ('pathway\n  advise "a" uncited because "x"', []),
        ('pathway\n  advise "a" differs from source "b" because "c"', []),
        ('pathway\n  note "a"\n  unspecified "b"\n  report potassium', []),
        ('pathway\n  stop ramipril\n  hold ramipril until potassium under 5 mmol/L', [2, 3]),
        ('pathway\n  order potassium\n  refer to "b"\n  suggest ramipril\n  advise against ramipril', [2, 3, 4, 5]),
        (('pathway\n  when potassium over 6 mmol/L [r1]:\n    advise "a"\n    when potassium over 7 mmol/L:\n'
         '      advise "b"'), []),
        ('pathway\n  decide by potassium [r1]\n    under 5 mmol/L:\n      advise "a"\n    otherwise:\n      end', []),
        (('pathway\n  decide by potassium\n    under 5 mmol/L [r1]:\n      advise "a"\n    otherwise:\n'
         '      advise "b"'), [6]),
        ('pathway\n  follow care [r1]\npart care\n  advise "a"', []),
        ('pathway\n  follow care [r1]\n  follow care\npart care\n  advise "a"', [5]),
        ('regimen low of ramipril\n  step 1: 2.5 mg daily\npathway\n  give low [r1]', []),
        ('regimen low of ramipril\n  step 1: 2.5 mg daily [r1]\npathway\n  give low', []),
        ('regimen low of ramipril [r1]\n  step 1: 2.5 mg daily\npathway\n  give low', []),
        (('regimen low of ramipril\n  step 1: 2.5 mg daily\n  stop when potassium over 6 mmol/L\n'
         '  hold while potassium over 5 mmol/L [r1]\npathway\n  give low'), [2, 3]),
        ('monitor bloods: potassium\n  at baseline\n  every 3 months [r1]\npathway\n  start bloods', [2]),
        ('monitor bloods: potassium\n  at baseline\npathway\n  start bloods [r1]', []),
        ('pitfall "p"\n  never give ramipril when potassium over 6 mmol/L\npathway\n  note "a"', [1]),
        ('pitfall "p"\n  never give ramipril when potassium over 6 mmol/L [r1]\npathway\n  note "a"', []),
        ('caution ramipril when potassium over 6 mmol/L: advise "a"\npathway\n  note "a"', [1]),
        ('caution ramipril when potassium over 6 mmol/L: advise "a" [r1]\npathway\n  note "a"', []),
    ],
)  # fmt: skip
def test_who_needs_a_source(find: Find, text: str, lines: list[int]) -> None:
    found = find(f"{DRUG}{text}\n", "MG800")
    before = (HEAD + DRUG).count("\n")
    assert [one.source.line_of(one.span) - before for one in found] == lines


def test_a_guideline_without_any_source_is_one_finding(find: Find) -> None:
    found = find('pathway\n  advise "a"\n  advise "b"\n', "MG800")
    assert [one.message for one in found] == ["no source is named, so none of the 2 recommendations has one"]
    assert find('pathway\n  note "a"\n', "MG800") == []


def test_a_review_date_is_judged_by_the_day_of_the_check_only() -> None:
    text = HEAD + "  review by 2026-11-21\n{}" + 'pathway\n  note "a"\n'
    plain = text.format("")
    assert [d.code.code for d in check_text(plain, as_of=date(2026, 11, 22)).diagnostics] == ["MG802"]
    assert check_text(plain, as_of=date(2026, 11, 21)).diagnostics == ()
    assert check_text(plain).diagnostics == ()
    assert check_text(text.format("  status retired\n"), as_of=date(2030, 1, 1)).diagnostics == ()


# --- allow ------------------------------------------------------------------------------------------------------------


def _codes(find: Find, text: str) -> list[tuple[str, str]]:
    return [(one.code.code, one.level.value) for one in find(f"{DRUG}{text}\n", *CHECKED - {"MG203"})]


def test_an_allow_silences_its_code_where_it_stands_and_nowhere_else(find: Find) -> None:
    text = 'pathway\n  advise "a" allow MG800 because "x"\n  advise "b [r1]" [r1]\n  advise "c"'
    assert _codes(find, text) == [("MG800", "warning")]


def test_an_allow_on_a_block_silences_what_is_in_it(find: Find) -> None:
    text = 'pathway\n  when potassium over 6 mmol/L allow MG800 because "x":\n    advise "a"\n  advise "b" [r1]'
    assert _codes(find, text) == []


def test_an_inner_allow_is_of_use_under_an_outer_one(find: Find) -> None:
    text = (
        'pathway\n  when potassium over 6 mmol/L allow MG800 because "x":\n'
        '    advise "a" allow MG800 because "y"\n  advise "b" [r1]'
    )
    assert _codes(find, text) == []


@pytest.mark.parametrize(
    ("code", "level"), [("MG800", "warning"), ("MG102", "error"), ("MG001", "error"), ("MG998", "error")]
)
def test_an_allow_that_is_of_no_use_is_said(find: Find, code: str, level: str) -> None:
    text = f'pathway\n  advise "a" [r1]\n    allow {code} because "x"'
    assert _codes(find, text) == [("MG029", level)]


def test_an_allow_of_a_code_that_takes_two_guidelines_stays(find: Find) -> None:
    assert "MG704" in BETWEEN
    assert _codes(find, 'pathway\n  advise "a" [r1]\n    allow MG704 because "x"') == []
