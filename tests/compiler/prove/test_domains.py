"""What a subject can be, and where a condition on it is true."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.ir import nodes as ir
from milligram.prove.domains import (
    NO,
    YES,
    Domain,
    Numbers,
    Sets,
    Words,
    domain_of,
    join,
    keep,
    less,
    multiples,
    nothing_of,
    only_subject,
    settles,
    solutions,
)
from milligram.prove.expansion import expanded
from milligram.prove.intervals import EVERYTHING, NOTHING, Intervals

Compile = Callable[[str], ir.Guideline]
ONE = Fraction(1)

GUIDELINE = """
    input age in years whole, plausible 18 to 110
    input falls count
    input level in mmol/L, plausible 0.1 to 6
    input ratio number
    input smoker yes or no
    input stage one of mild = 1, severe = 3
    input drugs any of loop, thiazide
    input born date
    input today date
    substance ramipril formula C23H32N2O5
    regimen pressure of ramipril
      step 1: 2.5 mg daily
      step 2 after 2 weeks: 5 mg daily
    define low: level under 1 mmol/L
    define rounded_level: level rounded to 0.5 mmol/L
    define share:
      0.5 when low
      1 when not low
    table by age gives risk, words
      under 65 years    | low  | "rest"
      at least 65 years | high | "work"
    score points
      1 when smoker
      2 when age at least 65 years
      add stage
    pathway
      decide by points
        0:
          note "a"
        otherwise:
          note "b"
      when stage is mild or smoker:
        note "c"
      when years since born over 3 years or pressure step over 1 or pressure time over 3 d or share over 0.7:
        note "d"
      when risk is low and words is "rest" and rounded_level over 2 mmol/L and drugs has loop and ratio over 1:
        note "e"
      when falls over 2:
        note "f"
"""


@pytest.fixture(scope="module")
def subjects(compiled: Compile) -> tuple[ir.Guideline, dict[str, ir.Subject]]:
    from milligram.ir.walk import descend

    home = compiled(GUIDELINE)
    found: dict[str, ir.Subject] = {}
    for pathway in home.pathways:
        for node in descend(pathway):
            if isinstance(node, ir.Band):
                name = getattr(node.subject, "name", None) or f"pressure {getattr(node.subject, 'which', '')}"
                found[name] = node.subject
            elif isinstance(node, ir.WordIs):
                found[node.subject.name] = node.subject
            elif isinstance(node, ir.Flag):
                found[node.name] = node
            elif isinstance(node, ir.SetHas):
                found[node.name] = ir.SetSubject(name=node.name)
    return home, found


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("falls", Numbers(within=EVERYTHING, step=ONE).replaced(Intervals.between(0))),
        ("ratio", Numbers(within=EVERYTHING)),
        ("pressure step", Numbers(within=EVERYTHING, step=ONE).replaced(Intervals.between(0, 2))),
        ("pressure time", Numbers(within=Intervals.between(0))),
        ("born", Numbers(within=EVERYTHING, step=ONE)),
        ("share", Numbers(within=Intervals.points([Fraction(1, 2), ONE]))),
        ("points", Numbers(within=Intervals.points(map(Fraction, (1, 2, 3, 4, 5, 6))))),
        ("stage", Words(words=frozenset({"mild", "severe"}))),
        ("risk", Words(words=frozenset({"low", "high"}))),
        ("words", Words(words=frozenset({"rest", "work"}))),
        ("smoker", YES.join(NO)),
        ("drugs", Sets(sets=frozenset(map(frozenset, ([], ["loop"], ["thiazide"], ["loop", "thiazide"]))))),
        ("rounded_level", Numbers(within=EVERYTHING, step=Fraction(1, 2))),
    ],
)
def test_what_a_subject_can_be(subjects: tuple[ir.Guideline, dict[str, ir.Subject]], name: str, wanted: Domain) -> None:
    home, found = subjects
    assert domain_of(found[name], home) == wanted


def test_only_what_is_measured_is_settled_by_a_condition(
    subjects: tuple[ir.Guideline, dict[str, ir.Subject]],
) -> None:
    _, found = subjects
    assert {name for name, subject in found.items() if settles(subject)} == {
        "falls", "ratio", "pressure step", "pressure time", "born", "stage", "smoker", "drugs",
    }  # fmt: skip


def test_a_score_that_asks_whether_something_is_known_has_no_list_of_sums(compiled: Compile) -> None:
    home = compiled("""
        input smoker yes or no
        score points
          1 when smoker is known
        pathway
          report points
    """)
    assert domain_of(ir.NamedNumber(name="points", measure=home.named[0].measure), home) is None  # type: ignore[union-attr]


def test_a_score_leaves_out_what_is_impossible(compiled: Compile) -> None:
    home = compiled("""
        input sex one of male, female
        input pregnant yes or no
        impossible when sex is male and pregnant
        score points
          1 when sex is male
          2 when pregnant
        pathway
          report points
    """)
    found = domain_of(ir.NamedNumber(name="points", measure=home.named[0].measure), home)  # type: ignore[union-attr]
    assert found == Numbers(within=Intervals.points(map(Fraction, (0, 1, 2))))


# --- numbers with a step ----------------------------------------------------------------------------------------------

_BAND = st.builds(
    lambda low, width, first, last: Intervals.between(
        Fraction(low, 2), Fraction(low + width, 2), low_included=first, high_included=last
    ),
    st.integers(-6, 12),
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
)


def _whole(within: Intervals) -> Numbers:
    return Numbers(within=NOTHING, step=ONE).replaced(within)


def _members(numbers: Numbers) -> set[int]:
    return {n for n in range(-5, 13) if numbers.within.holds(Fraction(n))}


@given(_BAND, _BAND)
def test_whole_numbers_are_sets_of_whole_numbers(left: Intervals, right: Intervals) -> None:
    one, two = _whole(left), _whole(right)
    assert _members(one) == {n for n in range(-5, 13) if left.holds(Fraction(n))}
    assert _members(one.join(two)) == _members(one) | _members(two)
    assert _members(one.keep(two)) == _members(one) & _members(two)
    assert _members(one.less(two)) == _members(one) - _members(two)
    assert bool(one) == bool(_members(one))
    assert (one == two) == (_members(one) == _members(two))


@given(_BAND)
def test_the_multiples_of_a_step_are_found_in_order(within: Intervals) -> None:
    for piece in within:
        found = list(multiples(piece, Fraction(1, 2)))
        assert found == sorted(found)
        assert found == [value for n in range(-20, 40) if within.holds(value := Fraction(n, 2))]


def test_bands_of_whole_numbers_that_follow_each_other_are_one() -> None:
    assert _whole(Intervals.between(0, 2)).join(_whole(Intervals.between(3, 5))) == _whole(Intervals.between(0, 5))
    assert _whole(Intervals.between(2, 3, low_included=False, high_included=False)) == _whole(NOTHING)
    assert len(_whole(Intervals.between(29, 31, low_included=False, high_included=False)).within.pieces) == 1


def test_there_is_no_last_multiple_without_an_end() -> None:
    with pytest.raises(ValueError, match="unbounded"):
        list(multiples(Intervals.between(0).pieces[0], ONE))


# --- conditions -------------------------------------------------------------------------------------------------------


def _conditions(home: ir.Guideline) -> tuple[ir.AnyCondition, ...]:
    return tuple(
        expanded(statement.condition, home) for statement in home.pathways[0].body if isinstance(statement, ir.When)
    )


def test_where_a_condition_is_true(compiled: Compile) -> None:
    home = compiled("""
        input level in mmol/L, plausible 0 to 10
        input other in mmol/L
        define low: level under 1 mmol/L
        pathway
          when not low and not (level over 5 mmol/L or level is 3 mmol/L):
            note "a"
          when level over other:
            note "b"
          when low or other over 3 mmol/L:
            note "c"
          when level is known:
            note "d"
    """)
    first, second, third, fourth = _conditions(home)
    subject = only_subject((first,))
    assert subject == ir.InputNumber(name="level", measure=home.inputs["level"].type.measure)  # type: ignore[union-attr]
    domain = domain_of(subject, home)
    assert domain is not None
    expected = Intervals.between(1, 5) - Intervals.points([Fraction(3)])
    assert solutions(first, domain) == Numbers(within=expected)
    assert solutions(second, domain) is None
    assert only_subject((third,)) is None
    assert only_subject((fourth,)) is None


def test_domains_of_different_kinds_do_not_mix() -> None:
    for operation in (join, keep, less):
        with pytest.raises(TypeError):
            operation(YES, Numbers(within=EVERYTHING))
    assert nothing_of(YES) == Words(words=frozenset())
