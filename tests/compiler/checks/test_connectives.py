"""MG903: `and` and `or` without brackets are found, both readings are right, and the edit keeps today's meaning."""

from __future__ import annotations

import random
import re

import pytest
from milligram.diagnostics import Diagnostic
from milligram.ir import nodes as ir
from milligram.pipeline import check_text

from .conftest import HEAD, Find

INPUTS = "".join(f"input {name} yes or no\n" for name in "abcdef")


def _text(condition: str) -> str:
    return f'{HEAD}source r1 "R"\n{INPUTS}pathway\n  when {condition}:\n    advise "x" [r1]\n'


def _meaning(condition: str) -> ir.AnyCondition:
    report = check_text(_text(condition), "g.mg")
    assert report.guideline is not None
    (when,) = report.guideline.pathways[0].body
    assert isinstance(when, ir.When)
    return when.condition


def _found(condition: str) -> list[Diagnostic]:
    return [one for one in check_text(_text(condition), "g.mg").diagnostics if one.code.code == "MG903"]


def _left(text: str) -> list[Diagnostic]:
    """What is found in a mended text, questions aside that its condition need not ask."""
    return [one for one in check_text(text, "g.mg").diagnostics if one.code.code != "MG203"]


def _edited(one: Diagnostic) -> str:
    text = one.source.text
    for edit in sorted(one.edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    "condition",
    ["a", "a and b and c", "a or b or c", "(a and b) or c", "a and (b or c)", "not (a and b) or c", "not a or not b"],
)
def test_one_connective_or_brackets_leave_nothing_to_misread(condition: str) -> None:
    assert _found(condition) == []


@pytest.mark.parametrize(
    ("condition", "today", "other"),
    [
        ("a and b or c", "(a and b) or c", "a and (b or c)"),
        ("a or b and c", "a or (b and c)", "(a or b) and c"),
        ("a and b or c and d", "(a and b) or (c and d)", "a and (b or c) and d"),
        ("a or b and not c or d", "a or (b and not c) or d", "(a or b) and (not c or d)"),
        ("a and b and c or d or e", "(a and b and c) or d or e", "a and b and (c or d or e)"),
        ("a and b or (c and d)", "(a and b) or (c and d)", "a and (b or (c and d))"),
    ],
)
def test_both_readings_are_shown(condition: str, today: str, other: str) -> None:
    (one,) = _found(condition)
    assert one.message == f"it is read as `{today}`; another reader takes `{other}`"


def test_a_condition_too_long_to_compare_is_told_in_short() -> None:
    (one,) = _found(" or ".join(["a and b", "c and not d"] * 9))
    assert one.message == "18 conditions are joined by `or`, and `and` joins inside of them without brackets"
    assert len(one.edits) == 18
    assert _left(_edited(one)) == []


def test_a_mixture_inside_brackets_is_found_by_itself() -> None:
    assert [one.source.slice(one.span) for one in _found("a and (b or c and d)")] == ["b or c and d"]


def test_a_condition_over_several_lines_is_shown_on_one() -> None:
    text = _text("a\n    and b   # why\n    or c")
    (one,) = [one for one in check_text(text, "g.mg").diagnostics if one.code.code == "MG903"]
    assert one.message == "it is read as `(a and b) or c`; another reader takes `a and (b or c)`"
    assert "(a\n    and b)" in _edited(one)


def test_the_edit_keeps_todays_meaning_and_the_readings_are_those_of_the_language() -> None:
    """On random mixtures: the message's first reading and the edit mean the same as the author's text, the other does
    not, and after the edit nothing is left to find."""
    dice = random.Random(903)
    for _ in range(60):
        names = dice.sample("abcdef", dice.randint(3, 6))
        words = [dice.choice(("", "not ")) + name for name in names]
        joints = [dice.choice(("and", "or")) for _ in words[1:]]
        joints[:2] = dice.sample(("and", "or"), 2)
        condition = " ".join(piece for pair in zip(words, [*joints, ""], strict=True) for piece in pair).strip()
        (one,) = _found(condition)
        today, other = re.findall(r"`([^`]+)`", one.message)
        meaning = _meaning(condition)
        assert _meaning(today) == meaning, condition
        assert _meaning(other) != meaning, condition
        edited = _edited(one)
        assert today in edited
        assert _left(edited) == []


def test_conditions_are_looked_at_wherever_they_stand(find: Find) -> None:
    text = (
        f'source r1 "R"\n{INPUTS}substance ramipril formula C23H32N2O5\n'
        "impossible when a and b or c\n"
        "define d1 any of:\n  a and b or c\n  d\n"
        "score s\n  1 when a and b or c\n"
        'pitfall "p" [r1]\n  never give ramipril when a and b or c\n'
        "regimen low of ramipril [r1]\n  step 1: 2.5 mg daily\n  stop when a and b or c\n"
        'pathway\n  when d1 and s at least 1:\n    give low\n  decide "q" [r1]\n    a and b or c:\n'
        '      hold ramipril until a and b or c\n    otherwise:\n      end because "x"\n'
    )
    assert len(find(text, "MG903")) == 7
