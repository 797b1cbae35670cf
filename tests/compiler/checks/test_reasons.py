"""MG405, MG803 and MG804: where a reason counts, and where none is needed."""

from __future__ import annotations

import pytest

from .conftest import HEAD, Find

DRUG = 'source r1 "R"\nsubstance ramipril formula C23H32N2O5\ninput potassium in mmol/L, plausible 1 to 10\n'


def _lines(find: Find, text: str, code: str) -> list[int]:
    before = (HEAD + DRUG).count("\n")
    return [one.source.line_of(one.span) - before for one in find(f"{DRUG}{text}\n", code)]


# --- MG803 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('pathway\n  advise "a" (strong, low) [r1]', [2]),
        ('pathway\n  advise "a" (strong, very low) [r1]', [2]),
        ('pathway\n  advise "a" (strong, moderate) [r1]\n  advise "b" (strong, high) [r1]', []),
        ('pathway\n  advise "a" (strong) [r1]\n  advise "b" (low) [r1]\n  advise "c" (conditional, low) [r1]', []),
        ('pathway\n  advise "a" (strong, low) because "it saves a life" [r1]', []),
        ('pathway\n  advise "a" (strong, low) because " " [r1]', [2]),
        ('pathway\n  advise "a" (strong, low) uncited because "custom"', [2]),
        ('pathway\n  advise "a" (strong, low) [r1]\n    differs from source "b" because "c"', [2]),
        ('pathway\n  when potassium over 6 mmol/L because "it kills":\n    stop ramipril (strong, low) [r1]', []),
        ('pathway\n  when potassium over 6 mmol/L (strong, low):\n    stop ramipril because "it kills" [r1]', [2]),
        (('pathway\n  decide by potassium\n    over 6 mmol/L because "x":\n      stop ramipril (strong, low) [r1]\n'
          '    otherwise:\n      advise "a" (strong, low) [r1]'), [6]),
        ('regimen low of ramipril [r1]\n  step 1 (strong, low): 2.5 mg daily\npathway\n  give low', [2]),
        ('regimen low of ramipril [r1] because "x"\n  step 1 (strong, low): 2.5 mg daily\npathway\n  give low', []),
    ],
)  # fmt: skip
def test_a_strong_recommendation_on_low_certainty_needs_a_reason_of_its_own_or_around_it(
    find: Find, text: str, lines: list[int]
) -> None:
    assert _lines(find, text, "MG803") == lines


# --- MG804 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ('  population "women"', []),
        ("  population differs", [2]),
        ('  population differs ""', [2]),
        ('  population differs because "no other trial"', []),
        ('  population differs "no other trial"', []),
        ('  setting differs\n  population differs because "x"', [2]),
        ('  population differs\n    allow MG804 because "x"', []),
    ],
)
def test_what_differs_needs_a_reason(find: Find, fields: str, lines: list[int]) -> None:
    text = f'source r2 "S"\n{fields}\npathway\n  advise "a" [r1, r2]'
    assert _lines(find, text, "MG804") == lines


def test_the_population_that_differs_is_shown(find: Find) -> None:
    (one,) = find('source r1 "R"\n  population "women"\n  population differs\npathway\n  advise "a" [r1]\n', "MG804")
    assert [one.source.slice(label.span) for label in one.labels] == ['"women"']
    assert "why `r1` is used" in one.message


# --- MG405 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pitfall", "lines"),
    [
        ('pitfall "p" [r1]', [1]),
        ('pitfall "p" [r1] because "it kills"', [1]),
        ('pitfall "p" [r1]\n  unchecked because ""', [1]),
        ('pitfall "p" [r1]\n  unchecked because "advice to the reader"', []),
        ('pitfall "p" [r1]\n  never give ramipril when potassium over 6 mmol/L', []),
        ('pitfall "p" [r1] allow MG405 because "x"', []),
    ],
)
def test_a_pitfall_needs_a_rule_or_says_why_it_has_none(find: Find, pitfall: str, lines: list[int]) -> None:
    assert _lines(find, f'{pitfall}\npathway\n  advise "a" [r1]', "MG405") == lines


def test_a_rule_that_cannot_be_read_is_told_as_that_only(find: Find) -> None:
    text = f'{DRUG}pitfall "p" [r1]\n  never give ramipril when potasium over 6 mmol/L\npathway\n  advise "a" [r1]\n'
    assert [one.code.code for one in find(text, "MG405", "MG011")] == ["MG011"]
