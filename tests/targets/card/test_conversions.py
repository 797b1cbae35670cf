"""A limit that is printed in another unit never decides otherwise than the module.

Every such limit of every guideline is read back from its card, as a reader would, and so are limits that hypothesis
makes up; each decides at, just below and just above itself, at the digits that are printed, as exact arithmetic does by
the limit that governs.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.walk import descend
from milligram.pipeline import check_text
from milligram.quantity import Measure, conversion, parse_unit
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Card, ThresholdTable

ROOT = Path(__file__).parents[3] / "guidelines"
GUIDELINES = sorted(
    path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.mg") if "(also " in path.read_text("utf-8")
)
SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "under": operator.lt,
    "at most": operator.le,
    "over": operator.gt,
    "at least": operator.ge,
}
READ = re.compile(rf"(?P<sign>{'|'.join(SIGNS)}) (?P<number>[\d.]+)")
MAGNESIUM = Fraction("24.305")


def reads(printed: str, value: Fraction) -> bool:
    """What somebody decides who reads a printed limit; all of "over 1 and at most 2" must hold."""
    found = list(READ.finditer(printed))
    assert found, printed
    return all(SIGNS[one["sign"]](value, Fraction(one["number"])) for one in found)


def near(printed: str) -> Iterator[Fraction]:
    """The printed numbers and three values on either side of each, at the digits that are printed."""
    for one in READ.finditer(printed):
        step = Fraction(1, 10 ** len(one["number"].partition(".")[2]))
        for off in range(-3, 4):
            yield Fraction(one["number"]) + off * step


def decides(band: ir.Band, value: Fraction) -> bool:
    """What exact arithmetic decides, in the unit of the band's subject."""
    for bound, sign, within in ((band.low, operator.gt, operator.ge), (band.high, operator.lt, operator.le)):
        if bound is not None:
            assert isinstance(bound.value, ir.Const)
            if not (within if bound.included else sign)(value, bound.value.value):
                return False
    return True


def stated(guideline: ir.Guideline) -> list[tuple[ir.Band, str]]:
    """Every band of a guideline, with each further unit in which a limit of it is stated."""
    roots: list[ir.Node] = [*guideline.named, *guideline.pitfalls, *guideline.cautions, *guideline.pathways]
    roots += [*guideline.parts.values(), *guideline.regimens.values(), *guideline.monitors.values()]
    found = []
    for root in roots:
        for node in descend(root):
            if isinstance(node, ir.Band):
                ends = [bound.value for bound in (node.low, node.high) if bound is not None]
                units = {unit: None for end in ends if isinstance(end, ir.Const) for _, unit in end.also}
                found += [(node, unit) for unit in units]
    return found


def texts_of(part: object) -> Iterator[str]:
    """Every text of a card."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts_of(one)
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            yield from texts_of(getattr(part, name))


def governing(band: ir.Band) -> str:
    """How the limit itself is printed, without its unit."""
    low, high = (bound.value if bound is not None else None for bound in (band.low, band.high))
    if isinstance(low, ir.Const) and isinstance(high, ir.Const):
        assert band.low is not None
        assert band.high is not None
        over, under = "" if band.low.included else "over ", "" if band.high.included else "under "
        return f"{over}{low.written} to {under}{high.written}"
    if isinstance(low, ir.Const) and band.low is not None:
        return f"{'at least' if band.low.included else 'over'} {low.written}"
    assert isinstance(high, ir.Const)
    assert band.high is not None
    return f"{'at most' if band.high.included else 'under'} {high.written}"


def shown(made: Card, guideline: ir.Guideline, band: ir.Band, unit: str) -> list[str]:
    """What a card prints of a band in a unit: the cell of a table of limits, or what stands in brackets behind it."""
    spelt, _, of = unit.partition(" of ")
    head = spelt.replace("umol", "µmol") + (f" of {title_of(guideline, of)}" if of else "")
    own = governing(band)
    cells = [
        row.cells[at]
        for table in made.thresholds
        for row in table.rows
        for at, one in enumerate(table.units)
        if one == head and row.cells[row.governs] == own
    ]
    behind = re.compile(rf"{re.escape(own)} [^()]*\((?P<also>[^()]*{re.escape(head)})\)")
    inline = [found["also"] for text in texts_of(made) for found in behind.finditer(text)]
    return cells + inline


@pytest.mark.parametrize("name", GUIDELINES)
def test_every_stated_limit_decides_as_the_module(name: str) -> None:
    """Of every guideline with a limit in several units: each is printed, and decides alike."""
    guideline = check_text((ROOT / name).read_text(encoding="utf-8")).guideline
    assert guideline is not None
    made = card(guideline)
    for band, unit in stated(guideline):
        spelt, _, of = unit.partition(" of ")
        own = band.subject.measure
        counted, per_of = (own.of, of or None) if " per " in spelt else (of or own.of, None)
        measure = Measure(parse_unit(spelt), counted, per_of)
        back = conversion(measure, band.subject.measure, guideline.substances)
        printed = shown(made, guideline, band, unit)
        assert printed, f"{unit} is not on the card"
        for text in printed:
            for value in near(text):
                assert reads(text, value) is decides(band, back(value)), (text, value)


def test_a_cell_that_decides_otherwise_is_found() -> None:
    """The check can fail: "under 1.7 mg/dL" leaves out 1.7 mg/dL, which is under 0.70 mmol/L."""
    limit = Fraction("0.70")
    wrong = [value for value in near("under 1.7") if reads("under 1.7", value) is not (value * 10 / MAGNESIUM < limit)]
    assert wrong == [Fraction("1.7")]
    assert all(reads("at most 1.7", value) is (value * 10 / MAGNESIUM < limit) for value in near("at most 1.7"))


# --- made-up limits ---------------------------------------------------------------------------------------------------

MADE = """guideline made
  title    "Made up"
  version  1.0.0
  status   draft
  for      "tests"

substance magnesium formula Mg, charge 2

input level in mmol/L of magnesium, plausible 0 to 1000

define limit "limit": level {sign} {value} mmol/L (also {equal} mEq/L, {mass} mg/dL)

pathway
  when limit:
    note "within"
"""


def table_of(text: str) -> ThresholdTable:
    """The table of limits on the card of a guideline."""
    source = SourceFile("made.mg", text)
    tree = parse(source).file
    assert tree is not None
    resolved = resolve(tree, source)
    assert resolved.guideline is not None
    (table,) = card(resolved.guideline).thresholds
    return table


def digits(value: Fraction, places: int, off: int) -> str:
    """A value rounded to some places, or a neighbour of that."""
    step = Fraction(1, 10**places)
    near_it = max(Fraction(0), (value / step + Fraction(1, 2)).__floor__() * step + off * step)
    return f"{float(near_it):.{places}f}"


@settings(deadline=None, max_examples=150)
@given(
    st.integers(1, 99_999),
    st.integers(0, 3),
    st.sampled_from(sorted(SIGNS)),
    st.integers(0, 4),
    st.integers(0, 4),
    st.sampled_from((0, 0, 0, 1, -1)),
)
def test_made_up_limits_decide_as_the_module(
    number: int, places: int, sign: str, equal: int, mass: int, off: int
) -> None:
    """Whatever digits an author states, rounded well or off by one: the card's cells decide as mmol/L do."""
    limit = Fraction(number, 10**places)
    written = f"{float(limit):.{places}f}"
    text = MADE.format(
        sign=sign,
        value=written,
        equal=digits(limit * 2, equal, off),
        mass=digits(limit * MAGNESIUM / 10, mass, off),
    )
    table = table_of(text)
    assert table.units == ("mmol/L (decides)", "mEq/L", "mg/dL")
    (row,) = table.rows
    assert row.cells[0] == f"{sign} {written}"
    for cell, factor in zip(row.cells, (Fraction(1), Fraction(2), MAGNESIUM / 10), strict=True):
        for value in near(cell):
            assert reads(cell, value) is SIGNS[sign](value / factor, limit), (cell, value)
