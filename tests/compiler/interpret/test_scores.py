"""The values a score can have: joint enumeration against every patient there can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.atoms import FlagOf, ValueOf
from milligram.ir.cells import components_by_score
from milligram.quantity import Number

Compile = Callable[[str], ir.Guideline]

INPUTS = """
input a yes or no
input b yes or no
input sex one of male, female, other
input grade one of g0 = 0, g1 = 2, g2 = 5
input drugs any of loop, thiazide
input n count, plausible 0 to 6
input x in kg, plausible 0 to 10
"""

GRID: dict[str, list[Any]] = {
    "a": [False, True],
    "b": [False, True],
    "sex": ["male", "female", "other"],
    "grade": ["g0", "g1", "g2"],
    "drugs": [frozenset(), frozenset({"loop"}), frozenset({"thiazide"}), frozenset({"loop", "thiazide"})],
    "n": [Fraction(value) for value in range(7)],
    "x": [Fraction(value, 2) for value in range(21)],
}

TABLES = """
define heavy: x over 4 kg
define points first that applies:
  3 when a and heavy
  1 when heavy
  0 otherwise
table by x gives band
  under 2 kg       | 0
  2 to under 4 kg  | 1.5
  at least 4 kg    | 4
"""

LINES = [
    "1 when a",
    "-2 when a and b",
    "2 when sex is male or b",
    "1 when sex is female, other",
    "add grade",
    "1 when drugs has loop",
    "3 when drugs has loop, thiazide",
    "1 when n at least 3",
    "2 when n 2 to 4",
    "0.5 when x under 3 kg",
    "1 when x 3 to 5 kg",
    "1 when heavy",
    "add points",
    "add band",
    "2 * band when a",
    "1 when points is 3",
    "1 when band over 1 and not b",
    "4 when a is known",
]


def score(compiled: Compile, lines: list[str], more: str = "") -> ir.Guideline:
    body = "\n".join(f"  {line}" for line in lines)
    return compiled(INPUTS + more + TABLES + f"score s\n{body}\npathway\n  report s\n")


def patients(known: Mapping[str, Any], names: list[str]) -> Iterator[ir.Patient]:
    """Every patient of the grid who has what is known."""
    ways = [[known[name]] if name in known else GRID[name] for name in names]
    for values in product(*ways):
        yield ir.Patient(values=dict(zip(names, values, strict=True)))


def sums(guideline: ir.Guideline, patient: ir.Patient) -> Any:
    """The possible values of the score."""
    return Values(guideline, patient).named("s")


def brute_force(guideline: ir.Guideline, known: Mapping[str, Any], names: list[str]) -> tuple[Number, ...]:
    """All sums over all patients, ``is known`` answered as for what is known now."""
    found: set[Number] = set()
    home = guideline.named_by_name["s"]
    assert isinstance(home, ir.Score)
    now = Values(guideline, ir.Patient(values=dict(known)))
    for patient in patients(known, names):
        there = Values(guideline, patient)
        if any(there.condition(rule.condition) for rule in guideline.impossible):
            continue
        total: Number = Fraction(0)
        for line in home.lines:
            asks_known = isinstance(line.condition, ir.Known)
            holds = True if line.condition is None else (now if asks_known else there).condition(line.condition)
            assert holds is not None
            if holds:
                points = there.number(line.points)
                assert points is not None
                total = total + points[0]
        found.add(total)
    return tuple(sorted(found, key=lambda value: Fraction(str(value))))


@settings(max_examples=80, deadline=None)
@given(
    lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=6, unique=True),
    known=st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in GRID.items()}),
)
def test_the_possible_sums_are_those_of_all_patients(
    compiled: Compile, lines: list[str], known: dict[str, Any]
) -> None:
    guideline = score(compiled, lines)
    names = [name for name in GRID if any(name in _read(line) for line in lines)]
    known = {name: value for name, value in known.items() if name in names}
    possible = sums(guideline, ir.Patient(values=known))
    assert possible == brute_force(guideline, known, names)


def _read(line: str) -> list[str]:
    through = {"heavy": ["x"], "points": ["a", "x"], "band": ["x"]}
    words = line.replace(",", " ").split()
    return [name for word in words for name in [*through.get(word, []), word]]


def test_lines_that_share_an_input_count_jointly(compiled: Compile) -> None:
    guideline = score(compiled, ["1 when a", "1 when not a"])
    assert sums(guideline, ir.Patient()) == (1,)


@pytest.mark.parametrize(("known", "expected"), [({}, (0, 1)), ({"sex": "male"}, (0, 1)), ({"sex": "female"}, (1,))])
def test_what_is_impossible_is_not_counted(compiled: Compile, known: dict[str, Any], expected: tuple[int, ...]) -> None:
    guideline = score(compiled, ["1 when a or sex is other"], "impossible when sex is female and not a\n")
    assert sums(guideline, ir.Patient(values=known)) == expected


def test_an_impossible_rule_joins_the_lines_it_reads(compiled: Compile) -> None:
    guideline = score(compiled, ["1 when a", "1 when b"], "impossible when a and b\n")
    assert sums(guideline, ir.Patient()) == (0, 1)
    assert [component.lines for component in components_by_score(guideline)["s"]] == [(0, 1)]


def test_an_impossible_rule_splits_cells_at_its_own_limits(compiled: Compile) -> None:
    guideline = score(compiled, ["1 when x over 4 kg", "1 when a"], "impossible when x over 6 kg and a\n")
    assert sums(guideline, ir.Patient()) == (0, 1, 2)


def test_cells_are_few_and_within_bounds(compiled: Compile) -> None:
    guideline = score(compiled, ["1 when n at least 3", "1 when n over 20", "1 when x under 3 kg", "1 when b"])
    components = components_by_score(guideline)["s"]
    variables = [variable for component in components for variable in component.variables]
    assert [type(variable.key) for variable in variables] == [ValueOf, ValueOf, FlagOf]
    assert [len(variable.values) for variable in variables] == [2, 2, 2]
    assert all(Fraction(0) <= Fraction(value) <= 6 for value in variables[0].values if not isinstance(value, str))


def test_two_measurements_compared_are_under_equal_or_over(compiled: Compile) -> None:
    more = "input y in kg, plausible 0 to 10\n"
    guideline = score(compiled, ["1 when x under y", "2 when x is y", "4 when x at least y"], more)
    assert sums(guideline, ir.Patient()) == (1, 4, 6)
    assert sums(guideline, ir.Patient(values={"x": Fraction(3)})) == (1, 4, 6)
    both = ir.Patient(values={"x": Fraction(3), "y": Fraction(3)})
    assert sums(guideline, both) == (6,)


def test_a_formula_is_a_measurement_of_its_own(compiled: Compile) -> None:
    more = "input y in kg, plausible 1 to 10\ndefine ratio: x / y\n"
    guideline = score(compiled, ["1 when ratio under 2", "1 when ratio at least 2", "1 when ratio over 3"], more)
    assert sums(guideline, ir.Patient()) == (1, 2)
    known = ir.Patient(values={"x": Fraction(8), "y": Fraction(2)})
    assert sums(guideline, known) == (2,)


def test_a_measurement_added_to_a_score_makes_it_unknown(compiled: Compile) -> None:
    guideline = score(compiled, ["add x in kg", "1 when a"])
    assert sums(guideline, ir.Patient()) is None
    assert sums(guideline, ir.Patient(values={"x": Fraction(3)})) == (3, 4)


def test_too_many_combinations_count_their_lines_apart(compiled: Compile) -> None:
    flags = [f"f{index}" for index in range(16)]
    more = "".join(f"input {flag} yes or no\n" for flag in flags)
    joined = " and ".join(flags)
    guideline = score(compiled, ["1 when f0", "1 when not f0", f"1 when {joined}"], more)
    assert sums(guideline, ir.Patient()) == (0, 1, 2, 3)
    known = dict.fromkeys(flags[8:], False)
    assert sums(guideline, ir.Patient(values={**known})) == (1,)


def test_a_score_is_found_once_for_a_guideline(compiled: Compile) -> None:
    guideline = score(compiled, ["1 when a"])
    assert components_by_score(guideline) is components_by_score(guideline)
