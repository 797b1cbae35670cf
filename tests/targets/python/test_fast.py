"""The pieces that `decide` is written with, each against exact arithmetic or against every combination."""

from __future__ import annotations

import itertools
import math
import operator
import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from milligram.ir import nodes as ir
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram_targets.python.fast.code import Arms, Code, Path, Span, TooLong, meet
from milligram_targets.python.fast.cuts import comparison, equals, opposite
from milligram_targets.python.fast.exclusive import together
from milligram_targets.python.support.outcome import Exactly, Unordered, exactly, plain_number

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


# --- comparisons with a literal ---------------------------------------------------------------------------------------


def rationals(count: int) -> Iterator[Fraction]:
    """Limits up to 2**53 (`is_plain` leaves what is larger to the support): decimals, thirds, negatives, tiny."""
    chance = random.Random(5)
    yield from map(Fraction, ("0.1", "0.7", "1/3", "-1/3", "0", "1e9", "2.675", "0.45359237", "1e-12", "1e15"))
    yield from (Fraction(2**53), Fraction(-(2**53)), Fraction(7, 487), Fraction(10**15 - 1, 3))
    for _ in range(count):
        match chance.randrange(5):
            case 0:
                yield Fraction(chance.randrange(-(10**6), 10**6), 10 ** chance.randrange(7))
            case 1:
                yield Fraction(chance.randrange(-(10**6), 10**6), chance.randrange(1, 1000))
            case 2:
                yield Fraction(chance.randrange(1, 10**20), 10 ** chance.randrange(5, 25))
            case 3:
                yield Fraction(repr(chance.uniform(-1e3, 1e3)))
            case _:
                yield Fraction(repr(chance.uniform(0, 10))) + Fraction(1, 10**17) * chance.randrange(-50, 50)


def beside(limit: Fraction) -> Iterator[int | float]:
    """Plain numbers around a limit, the nearest floats first."""
    near = float(limit)
    for direction in (-math.inf, math.inf):
        number = near
        for _ in range(4):
            yield number
            number = math.nextafter(number, direction)
    yield from (0.0, -0.0, near * (1 + 1e-9), near * (1 - 1e-9), near + 1, near - 1)
    yield from (math.floor(limit), math.ceil(limit), math.floor(limit) - 1, math.ceil(limit) + 1, 0)


def meant(number: int | float) -> Fraction:
    """What a plain number says: a float is its shortest decimal."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def test_a_plain_number_compares_with_the_literal_as_its_decimal_does_with_the_limit() -> None:
    for limit in rationals(3_000):
        for above, included in itertools.product((True, False), repeat=2):
            sign, literal = comparison(limit, above=above, included=included)
            truth = OPERATORS[(">" if above else "<") + ("=" if included else "")]
            for number in beside(limit):
                found = OPERATORS[sign](number, eval(literal))
                assert found is truth(meant(number), limit), (limit, sign, literal, number)
                assert OPERATORS[opposite(sign)](number, eval(literal)) is not found


def test_a_whole_limit_is_written_whole_and_0_7_as_0_7() -> None:
    assert comparison(Fraction(20), above=False, included=False) == ("<", "20")
    assert comparison(Fraction(7, 10), above=False, included=False) == ("<", "0.7")
    assert comparison(Fraction(1, 3), above=False, included=False) == ("<=", repr(1 / 3))  # its decimal is below 1/3
    assert comparison(Fraction(2, 3), above=True, included=True) == (">", repr(2 / 3))  # and so is that of 2/3
    assert comparison(Fraction(2**53), above=True, included=True) == (">=", str(2**53))


def test_a_literal_equals_whoever_is_that_value_and_nobody_else() -> None:
    for value in rationals(3_000):
        literal = equals(value)
        for number in beside(value):
            if literal is None:
                assert meant(number) != value or abs(value) > 2**53, (value, number)
            else:
                assert (number == eval(literal)) is (meant(number) == value), (value, literal, number)


# --- numbers in the place of exact ones -------------------------------------------------------------------------------


def test_a_number_in_the_place_of_an_exact_one_stands_on_its_side_of_every_cut() -> None:
    chance = random.Random(6)
    limits = list(rationals(200))
    met = {"int": 0, "float": 0, "none": 0}
    for value in rationals(2_000):
        near = [value, value + Fraction(1, 10**18), value - Fraction(1, 10**18), value * (1 + Fraction(1, 10**13))]
        cuts = tuple({*chance.sample(limits, 4), *chance.sample(near, chance.randrange(3))})
        try:
            number = plain_number(value, cuts)
        except Unordered:
            met["none"] += 1
            decimal = Fraction(repr(float(value)))
            assert any((value > cut, value == cut) != (decimal > cut, decimal == cut) for cut in cuts)
            continue
        met["int" if isinstance(number, int) else "float"] += 1
        assert exactly(number) == value
        for cut in cuts:
            for above, included in itertools.product((True, False), repeat=2):
                sign, literal = comparison(cut, above=above, included=included)
                truth = OPERATORS[(">" if above else "<") + ("=" if included else "")]
                assert OPERATORS[sign](number, eval(literal)) is truth(value, cut), (value, cut)
    assert min(met.values()) > 50, met


def test_what_is_exact_stays_exact_and_a_float_is_its_decimal() -> None:
    third = plain_number(Fraction(1, 3), ())
    assert type(third) is Exactly
    assert exactly(third) == Fraction(1, 3)
    assert exactly(0.7) == Fraction(7, 10)
    assert exactly(3) == Fraction(3)
    assert exactly(True) is True
    assert exactly(object()) is None
    with pytest.raises(Unordered):
        plain_number(Fraction(7, 10) - Fraction(1, 10**20), (Fraction(7, 10),))


# --- where a number is known to lie -----------------------------------------------------------------------------------

End = tuple[Fraction, bool] | None
ENDS: list[End] = [None, *((Fraction(at), included) for at in (1, 2, 3) for included in (True, False))]
POINTS = [Fraction(number, 4) for number in range(17)]


def lies(point: Fraction, low: End, high: End) -> bool:
    above = low is None or point > low[0] or (low[1] and point == low[0])
    below = high is None or point < high[0] or (high[1] and point == high[0])
    return above and below


def test_a_span_is_what_every_point_says_of_it() -> None:
    """All pairs of spans with ends at 1, 2 and 3, open, closed or none."""
    for ends in itertools.product(ENDS, repeat=4):
        span, low, high = Span(ends[0], ends[1]), ends[2], ends[3]
        own = {point for point in POINTS if lies(point, span.low, span.high)}
        other = {point for point in POINTS if lies(point, low, high)}
        both = span.narrowed(low, high)
        assert {point for point in POINTS if lies(point, both.low, both.high)} == own & other
        if span.apart(low, high):
            assert not own & other, (span, low, high)
        elif own and other:
            assert own & other, (span, low, high)
        if span.within(low, high):
            assert own <= other, (span, low, high)
        elif own:
            assert not own <= other, (span, low, high)


def test_paths_that_meet_keep_what_all_of_them_know() -> None:
    one, other = Path(), Path()
    for path in (one, other):
        path.loaded |= {"x", "y"}
        path.lies("x", (Fraction(1), True), None)
        path.flags["f"] = True
    other.lies("x", (Fraction(2), True), None)
    other.flags["f"] = False
    one.missing.add("z")
    joined = meet([one, other])
    assert joined.loaded == {"x", "y"}
    assert joined.known == {"x"}
    assert joined.spans == {}
    assert joined.flags == {}
    assert joined.missing == set()
    assert one.spans["x"] == Span((Fraction(1), True), None)  # and each stays as it was


def test_arms_share_their_digits_and_what_stands_behind_has_its_own() -> None:
    code = Code()
    assert code.digit(2) == 0
    with code.arms() as arms:
        assert isinstance(arms, Arms)
        with arms.arm("if a:"):
            assert code.digit(3) == 2
        with arms.arm("else:"):
            assert code.digit(1) == 2
            assert code.digit(1) == 3
    assert code.digit(1) == 5
    assert code.lines == ["    if a:", "        pass", "    else:", "        pass"]


def test_a_function_that_would_be_too_long_is_not_written() -> None:
    code = Code()
    with pytest.raises(TooLong):  # noqa: PT012
        for _ in range(10**6):
            code.add("pass")


# --- which branches exclude each other --------------------------------------------------------------------------------

BRANCHES = (
    "x under 2", "x at most 2", "x 2 to under 4", "x 2 to 4", "x over 4", "x at least 4", "n under 2", "n 2 to 3",
    "n at least 3", "not f", "f", "f and x under 3", "f or x over 3", "c is red", "c is red, blue", "c is green",
    "s has a", "s has b", "s has a, b", "not s has a", "two",
)  # fmt: skip
VALUES: dict[str, list[object]] = {
    "x": [Fraction(number, 2) for number in range(11)],
    "n": [Fraction(number) for number in range(5)],
    "f": [True, False],
    "c": ["red", "blue", "green"],
    "s": [frozenset(), frozenset("a"), frozenset("b"), frozenset("ab"), frozenset("c")],
}


def decision(conditions: tuple[str, ...]) -> tuple[ir.Guideline, ir.Decide]:
    lines = ["guideline g", '  title "G"', "  version 1.0.0", "input x number, plausible 0 to 5"]
    lines += ["input n count, plausible 0 to 4", "input f yes or no", "input c one of red, blue, green"]
    lines += ["input s any of a, b, d", "define two at least 2 of:"]
    lines += ["  f", "  x over 3", "  c is red", "pathway", '  decide "Which?"']
    for place, condition in enumerate(conditions):
        lines += [f"    {condition}:", f'      note "{place}"']
    source = SourceFile("g.mg", "\n".join(lines) + "\n")
    parsed = parse(source)
    assert parsed.file is not None
    assert not parsed.diagnostics, [found.message for found in parsed.diagnostics]
    guideline = resolve(parsed.file, source).guideline
    assert guideline is not None
    node = guideline.pathways[0].body[0]
    assert isinstance(node, ir.Decide)
    return guideline, node


def test_branches_that_nobody_is_in_at_once_are_found_as_by_trying_everybody() -> None:
    """Never is a pair or a gap missed that some patient is in; and none is named that nobody is in."""
    from milligram.interpret.values import Values

    chance = random.Random(3)
    seen = {True: 0, False: 0}
    for _ in range(60):
        texts = tuple(chance.sample(BRANCHES, chance.choice((2, 2, 3))))
        guideline, node = decision(texts)
        found = together(guideline, node, node.branches)
        pairs: set[tuple[int, int]] = set()
        gap = False
        words = re.sub(r"\btwo\b|[(]", " f x c ", " ".join(texts)).split()
        read = [name for name in VALUES if name in words]
        for choice in itertools.product(*(VALUES[name] for name in read)):
            given = {name: value for name, value in zip(read, choice, strict=True) if value != frozenset("c")}
            patient = ir.Patient(values=given | ({"s": frozenset("d")} if frozenset("c") in choice else {}))  # type: ignore[arg-type]
            values = Values(guideline, patient, None)
            true = [
                place
                for place, branch in enumerate(node.branches)
                if branch.condition and values.condition(branch.condition)
            ]
            pairs.update(itertools.combinations(true, 2))
            gap = gap or not true
        assert set(found.pairs) == pairs, texts
        assert found.gap is gap, texts
        seen[bool(pairs)] += 1
    assert min(seen.values()) > 5, seen
