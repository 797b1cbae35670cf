"""Where every number on a card comes from.

Each number that is printed is told by one of a few named kinds: a literal of the guideline with its unit, an exact
conversion of one, what a formula comes to at a row of a table (as the interpreter says too), the author's own text, a
name, a finding of a source, a date and so on. There is no other kind: a number that none of them explains fails.
``MILLIGRAM_ACCEPT=1`` rewrites the review of the magnesium card, to be read.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from milligram.interpret import evaluate
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.walk import descend
from milligram.pipeline import check_text
from milligram.quantity import Measure, MeasureError, UnitError, conversion, decimal_text, parse_unit, spelling
from milligram_targets.card.content import card_json
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Card
from milligram_targets.card.phrases import Phrases, words
from milligram_targets.card.render import render_card
from milligram_targets.card.wording import Wording
from pypdf import PdfReader

ROOT = Path(__file__).parents[3]
GUIDELINES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "guidelines").rglob("*.mg")
    if "as_published" not in path.parts
)
MAGNESIUM = "guidelines/magnesium/neck_spasm.mg"
GOLDEN = Path(__file__).parent / "golden" / "magnesium.numbers.txt"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
WARD_UNITS = {"unit": "units", "d": "days", "Cel": "°C", "umol": "µmol", "m2": "m²"}
"""How a ward writes what the language writes otherwise."""
TWICE = {"2 times daily": "twice daily"}


class Kind(StrEnum):
    """Where a number may come from."""

    LITERAL = "literal"
    """A number that the guideline decides, doses or measures by, with its unit."""
    CONVERSION = "conversion"
    """Such a number in another unit, as exact arithmetic gives it, rounded to the digits that are printed."""
    COMPUTED = "computed"
    """What a formula of the guideline comes to for patients of one row of a table, as the interpreter says too."""
    TEXT = "author's text"
    """Within a text that the guideline holds between quotes, whole."""
    NAME = "name"
    """Part of a word that is a name of the guideline (G3a, CHA2DS2)."""
    UNIT = "unit"
    """Part of a unit (1.73 m²)."""
    FINDING = "finding"
    """An estimate of a source, or an end or the level of its interval."""
    FIELD = "source's field"
    """The year of a source, or another of its fields that stands without quotes."""
    REFERENCE = "reference"
    """The place of a source in the guideline."""
    STEP = "step"
    """The number of a step of a regimen."""
    DATE = "date"
    VERSION = "version"
    DIGEST = "digest"
    """Of the guideline's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A number of the guideline as it may be printed; ``value`` is None where it does not convert."""

    number: str
    unit: str
    line: int
    const: ir.Const | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A printed number, the text around it, and where it comes from."""

    number: str
    around: str
    kind: Kind
    lines: tuple[int, ...]
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRow:
    """What the interpreter makes of every output and formula of a table for the patients of one row: a text each, or
    several where they do not agree (then no card may print one of them)."""

    band: str
    texts: dict[str, frozenset[str]]
    line: int


Found = tuple[Kind, tuple[int, ...], str]
"""A kind, the lines of the guideline that say so, and how."""


@cache
def guideline_of(name: str) -> ir.Guideline:
    """One of the guidelines of the project."""
    found = check_text((ROOT / name).read_text(encoding="utf-8"), path=name).guideline
    assert found is not None
    return found


# --- what a guideline holds -------------------------------------------------------------------------------------------


def ward(unit: str | None) -> str:
    """A unit as a ward writes it."""
    return "".join(WARD_UNITS.get(piece, piece) for piece in re.split(r"([ /])", unit or "")).replace(
        "units/days", "units/day"
    )


def roots(guideline: ir.Guideline) -> Iterator[ir.Node]:
    """Everything that decides, doses or measures."""
    yield from (*guideline.named, *guideline.regimens.values(), *guideline.monitors.values(), *guideline.pitfalls)
    yield from (*guideline.cautions, *guideline.pathways, *guideline.parts.values(), *guideline.impossible)
    if guideline.applies is not None:
        yield guideline.applies


def literals(guideline: ir.Guideline) -> Iterator[Literal]:
    """The numbers of a guideline, each as its author wrote it."""
    for root in roots(guideline):
        for node in descend(root):
            line = guideline.source.position(node.span.start).line
            match node:
                case ir.Const():
                    unit = ward(node.written_unit)
                    yield Literal(number=node.written.lstrip("-"), unit=unit, line=line, const=node)
                    for number, also in node.also:
                        yield Literal(number=number, unit=ward(also), line=line)
                case ir.Interval(text=text) | ir.MonitorLine(text=text) | ir.Schedule(text=text):
                    yield from spelt(text, line)
                case ir.RoundTo(written_step=text):
                    yield from spelt(text, line)
                case ir.Dose():
                    for text in (node.basis or "", node.rounding or "", f"{node.doses} doses" if node.doses else ""):
                        yield from spelt(text, line)
                    for number, also in node.also:
                        yield Literal(number=number, unit=ward(also), line=line)
                case ir.AtLeast(count=count):
                    yield Literal(number=str(count), unit="", line=line)
                case ir.BackTo(number=count):
                    yield Literal(number=str(count), unit="", line=line)


def at_rows(guideline: ir.Guideline) -> Iterator[AtRow]:
    """The rows of tables by one measured input, as the interpreter reads them: at both ends of a band, just within an
    end that is excluded, and between them."""
    wording = Wording(guideline, Phrases(words("en")))
    for table in guideline.named:
        if not isinstance(table, ir.Table) or not isinstance(table.subjects[0], ir.InputNumber) or table.subjects[1:]:
            continue
        name = table.subjects[0].name
        rows = [(row, row.cells[0]) for row in table.rows]
        for row, cell in rows:
            if not isinstance(cell, ir.Band):
                continue
            texts: dict[str, frozenset[str]] = {}
            for value in within(cell):
                read = Values(guideline, ir.Patient(values={name: value}), date(2026, 11, 22))
                for named in [one for one, _ in table.outputs] + [
                    one.name for one in guideline.named if isinstance(one, ir.DefinedNumber)
                ]:
                    found = read.named(named)
                    said = {shown(guideline, named, one) for one in found or () if isinstance(one, Fraction)}
                    texts[named] = texts.get(named, frozenset()) | (said or {"unknown"})
            yield AtRow(band=wording.cell(cell), texts=texts, line=guideline.source.position(row.span.start).line)


def within(band: ir.Band) -> Iterator[Fraction]:
    """Values of a band: its ends, moved in by little where they are excluded, and one between."""
    ends = [
        bound.value.value if bound and isinstance(bound.value, ir.Const) else None for bound in (band.low, band.high)
    ]
    low = ends[0] if ends[0] is not None else (ends[1] or Fraction(0)) - 100
    high = ends[1] if ends[1] is not None else low + 100
    little = Fraction(1, 1000)
    yield low if band.low is not None and band.low.included else low + little
    yield (low + high) / 2
    yield high if band.high is not None and band.high.included else high - little


def shown(guideline: ir.Guideline, name: str, value: Fraction) -> str:
    """A named number as a ward writes it, in its own unit."""
    home = guideline.named_by_name[name]
    if isinstance(home, ir.Table):
        kind = dict(home.outputs)[name]
        unit = spelling(kind.measure.unit) if isinstance(kind, ir.NumberType) else ""
    else:
        assert isinstance(home, ir.DefinedNumber)
        unit = spelling(home.value.measure.unit)
    return f"{decimal_text(value)[0]} {ward(unit)}".strip()


def spelt(text: str, line: int) -> Iterator[Literal]:
    """The numbers of a time or a schedule; all of them count in the unit at its end."""
    found = re.search(r"(?P<low>[\d.]+)(?: to (?P<high>[\d.]+))? (?P<unit>.+)", text)
    for number in (found["low"], found["high"]) if found else ():
        if found and number:
            yield Literal(number=number, unit=ward(found["unit"]), line=line)


def quoted(guideline: ir.Guideline) -> list[tuple[str, int]]:
    """The texts between quotes that hold a digit, those that follow each other joined, the longest first."""
    source = guideline.source.text
    found = []
    for match in re.finditer(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', source):
        text = " ".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', match[0])).replace('\\"', '"')
        if NUMBER.search(text):
            found.append((text.rstrip("."), guideline.source.position(match.start()).line))
    return sorted(found, key=lambda one: -len(one[0]))


# --- what a card prints -----------------------------------------------------------------------------------------------


def printed(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a card's JSON that is printed, its runs joined, with the keys that lead to it."""
    if isinstance(data, list) and data and all(isinstance(one, dict) and "t" in one for one in data):
        text = "".join(one["t"] + (f" {one['r']}" if "r" in one else "") for one in data)
        yield path, text.replace("\u00ad", "").replace("\u200b", "")
    elif isinstance(data, list):
        for one in data:
            yield from printed(one, path)
    elif isinstance(data, dict):
        for key, one in data.items():
            if key not in ("palette", "words", "page", "font", "language", "kind", "action", "author", "description"):
                yield from printed(one, (*path, key))
    elif isinstance(data, str):
        yield path, data


PRINTED = ("marks", "heading", "audience", "headlines", "sections", "record", "expiry", "foot")
"""What is printed of a card's JSON, in the order of a side."""


def together(row: list[Any], section: Any) -> list[Any]:
    """The numbers of each group of a row with the units that head their columns: ``34 mL · 6800 mg · 234 mL/h``."""
    keys = section["keys"]
    heads = ["".join(run["t"] for run in head) for head in section["heads"]]
    cells = [f"{''.join(run['t'] for run in cell[0])} {head}" for cell, head in zip(row, heads, strict=True)]
    joined, at = [], keys
    for group in section["groups"]:
        joined.append([[{"t": " · ".join(cells[at : at + group["span"]])}]])
        at += group["span"]
    return [*row[:keys], *joined]


def texts_of(made: Card) -> list[tuple[tuple[str, ...], str]]:
    """The texts of a card, with the numbers of its steps."""
    data = json.loads(card_json(made, grey=False))
    heads = [[str(unit.partition(" (")[0]) for unit in table.units] for table in made.thresholds]
    for section, units in zip((one for one in data["sections"] if one["kind"] == "thresholds"), heads, strict=True):
        for row in section["rows"]:
            row["cells"] = [
                [{"t": f"{''.join(r['t'] for r in cell)} {unit}"}]
                for cell, unit in zip(row["cells"], units, strict=True)
            ]
    for section in (one for one in data["sections"] if one.get("groups")):
        section["rows"] = [together(row, section) for row in section["rows"]]
    return [text for key in PRINTED for text in printed(data[key], (key,))]


# --- from the one to the other ----------------------------------------------------------------------------------------


class Tracing:
    """The numbers of one guideline's card."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.literals = list(literals(guideline))
        self.quoted = quoted(guideline)
        self.rows = list(at_rows(guideline))
        self.sources = list(guideline.sources.values())
        named = [*guideline.inputs, *guideline.named_by_name, *guideline.regimens, *guideline.drugs]
        self.names = [title for name in named if NUMBER.search(title := title_of(guideline, name))]

    def origins(self) -> Iterator[Origin | str]:
        """Where each printed number comes from; a text where nothing explains it."""
        for path, text in texts_of(card(self.guideline)):
            own = self.own_texts(text)
            for found in NUMBER.finditer(text):
                start, end = found.span()
                around = text[max(0, start - 24) : end + 24]
                held = next((line for left, right, line in own if left <= start and end <= right), None)
                origin = self.of_place(path, text, start, end) if held is None else (Kind.TEXT, (held,), "")
                yield (
                    f"{around} ({'.'.join(path)})"
                    if origin is None
                    else Origin(number=found[0], around=around, kind=origin[0], lines=origin[1], how=origin[2])
                )

    def own_texts(self, text: str) -> list[tuple[int, int, int]]:
        """The stretches of a text that the author wrote, whole or shortened at the end (``…``), with their lines."""
        found = []
        low = text.lower()
        for own, line in self.quoted:
            at = low.find(own.lower())
            while at >= 0:
                found.append((at, at + len(own), line))
                at = low.find(own.lower(), at + 1)
            cut = low.find(" …")
            while cut >= 0:
                size = next((n for n in range(min(cut, len(own)), 11, -1) if low[cut - n : cut] == own[:n].lower()), 0)
                if size:
                    found.append((cut - size, cut, line))
                cut = low.find(" …", cut + 1)
        return found

    def of_place(self, path: tuple[str, ...], text: str, start: int, end: int) -> Found | None:
        """The kind of a number that is in no text of the author's, with its line and how it follows."""
        number, source = text[start:end], self.guideline
        if path[-1] == "number" or text[:start].lower().endswith("step "):
            steps = [step for regimen in source.regimens.values() for step in regimen.steps]
            return next(((Kind.STEP, (self.line_of(step),), "") for step in steps if str(step.number) == number), None)
        if path[0] in ("foot", "expiry"):
            return self.of_foot(text, start, end)
        bracket = re.search(r"\[[\d,–]*$", text[:start])
        if bracket and re.match(r"[\d,–]*\]", text[end:]):
            one = self.sources[int(number) - 1] if 0 < int(number) <= len(self.sources) else None
            return (Kind.REFERENCE, (self.line_of(one),), one.name) if one is not None else None
        if text[:start].endswith("/") and re.match(r" m²", text[end:]):
            return Kind.UNIT, (), "m²"
        word = re.search(r"[\w-]*$", text[:start])[0] + number + re.match(r"[\w-]*", text[end:])[0]  # type: ignore[index]
        if re.search(r"[A-Za-z]\d", word) and word.lower() in source.source.text.lower():
            return Kind.NAME, (), word
        for title in self.names:
            if any(
                at.start() <= start and end <= at.end() for at in re.finditer(re.escape(title), text, re.IGNORECASE)
            ):
                return Kind.NAME, (), title
        return (
            self.factor(text, start, end)
            or self.computed(text, start, end)
            or self.literal(text, start, end)
            or self.of_source(number)
            or self.converted(path, text, start, end)
        )

    def computed(self, text: str, start: int, end: int) -> Found | None:
        """A number in a cell of several: all of the cell must be what the interpreter makes of one row."""
        cell = text.split(" · ")
        if len(cell) < 2:
            return None
        at = text[:start].count(" · ")
        for row in self.rows:
            agreed = {texts: name for name, said in row.texts.items() if len(said) == 1 for texts in said}
            if all(one in agreed for one in cell) and agreed[cell[0]] != agreed[cell[at]]:
                return Kind.COMPUTED, (row.line,), f"{agreed[cell[at]]} at {row.band} is {text[start:end]}"
        return None

    def factor(self, text: str, start: int, end: int) -> Found | None:
        """The exact factor by which a formula changes a unit, between the units that it leads to and from."""
        units = re.search(r": (?P<to>\S+) = (?P<own>\S+) × $", text[:start])
        for named in self.guideline.named if units else ():
            for node in descend(named):
                if isinstance(node, ir.Scaled) and units and node.factor == Fraction(text[start:end]):
                    own = ward(node.operand.measure.unit.text)
                    spelt = ward(self.guideline.source.text[: node.span.end].rpartition(" in ")[2])
                    if (spelt, own) == (units["to"], units["own"]):
                        return Kind.CONVERSION, (self.line_of(node),), f"{spelt} = {own} × {text[start:end]}"
        return None

    def line_of(self, node: ir.Node) -> int:
        return self.guideline.source.position(node.span.start).line

    def of_foot(self, text: str, start: int, end: int) -> Found | None:
        """The name, the version, the dates and the digest that stand on every side."""
        one = self.guideline
        known = [(Kind.NAME, one.name), (Kind.VERSION, one.version), (Kind.DIGEST, one.source.digest[:8])]
        known += [(Kind.DATE, day.isoformat()) for day in (one.issued, one.review_by) if day is not None]
        for kind, said in known:
            if any(at.start() <= start and end <= at.end() for at in re.finditer(re.escape(said), text)):
                return kind, (), "" if kind is Kind.DIGEST else said
        return None

    def literal(self, text: str, start: int, end: int) -> Found | None:
        """A literal of the guideline, printed with its unit: after it, after the end of its range, or in the heading of
        its column; one without a unit stands without."""
        after = text[end:]
        found = []
        for one in self.literals:
            unit = re.escape(one.unit.partition(" of ")[0].partition(" per ")[0])
            tail = rf"(?: to (?:under )?[\d.]+)? ?{unit}(?![\w/])" if unit else rf"(?! ?(?:{UNITS})(?![\w/]))"
            if one.number == text[start:end] and re.match(tail, after):
                found.append(one)
        lines = tuple(sorted({one.line for one in found}))
        return (Kind.LITERAL, lines, f"{found[0].number} {found[0].unit}".strip()) if found else None

    def of_source(self, number: str) -> Found | None:
        """A year or an estimate of a source."""
        for one in self.sources:
            estimates = [(finding, finding.estimate) for finding in one.findings if finding.estimate is not None]
            lines = tuple(
                self.line_of(finding)
                for finding, what in estimates
                if number in [(end or "").lstrip("-") for end in (what.value, what.low, what.high, what.level)]
            )
            if lines:
                return Kind.FINDING, lines, one.name
            if any(number == text for _, text in one.fields):
                return Kind.FIELD, (self.line_of(one),), one.name
        return None

    def converted(self, path: tuple[str, ...], text: str, start: int, end: int) -> Found | None:
        """A literal in the unit and of the substance that follow the number: rounded, or, of a maximum, cut off."""
        titles = {title_of(self.guideline, name): name for name in self.guideline.substances}
        names = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
        said = re.match(rf" (?P<unit>[a-zA-Zµ/]+)(?: of (?P<of>{names}))?", text[end:])
        if said is None:
            return None
        printed_as, step = Fraction(text[start:end]), Fraction(1, 10 ** len(text[start:end].partition(".")[2]))
        maximum = "maxima" in path
        for one in self.literals:
            if one.const is None:
                continue
            exact = self.exactly(one.const, said["unit"], titles.get(said["of"] or ""))
            low, high = (0, step) if maximum else (-step / 2, step / 2)
            if exact is not None and low <= exact - printed_as <= high and exact - printed_as != step * maximum:
                return Kind.CONVERSION, (one.line,), f"{one.number} {one.unit} is {decimal_text(exact)[0]}{said[0]}"
        return None

    def exactly(self, const: ir.Const, unit: str, of: str | None) -> Fraction | None:
        """A literal in another unit; a rate a day stays one."""
        per_day = "/d" if " per day" in (const.written_unit or "") else ""
        try:
            target = Measure(parse_unit(unit + per_day), of or const.measure.of)
            return conversion(const.measure, target, self.guideline.substances)(const.value)
        except (MeasureError, UnitError):
            return None


UNITS = r"mmol|mg|mL|mEq|mmHg|kg|units?|µmol|L|h|min|days?|weeks?|months?|years?|%|°C"


# --- the tests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GUIDELINES)
def test_every_number_on_a_card_is_in_the_guideline_or_follows_from_it(name: str) -> None:
    """No number is made up, on any card: each has one of the kinds above, with its line."""
    found = list(Tracing(guideline_of(name)).origins())
    assert [one for one in found if isinstance(one, str)] == []
    assert len(found) > 25


@pytest.mark.parametrize("name", GUIDELINES)
def test_what_is_printed_has_no_other_numbers(name: str) -> None:
    """Read back from the PDF: the numbers are those of the card's texts, and those of its sides."""
    made = card(guideline_of(name))
    known = {number for _, text in texts_of(made) for number in NUMBER.findall(text)}
    pages = PdfReader(io.BytesIO(render_card(made))).pages
    sides = {str(number) for number in range(1, len(pages) + 1)}
    texts = [re.sub("[\u00ad\u200b]\n|\u200b", "", page.extract_text()) for page in pages]
    shown = {number for text in texts for number in NUMBER.findall(text)}
    assert shown - known - sides == set()


def test_the_magnesium_card_line_by_line() -> None:
    """The review of one card: every number that it prints, where it comes from, and how."""
    lines = []
    for one in Tracing(guideline_of(MAGNESIUM)).origins():
        assert isinstance(one, Origin)
        number = "……" if one.kind is Kind.DIGEST else one.number
        around = re.sub(r"[0-9a-f]{8}$", "……", one.around) if one.kind is Kind.DIGEST else one.around
        place = f"{Path(MAGNESIUM).name}:{','.join(map(str, one.lines))}" if one.lines else ""
        lines.append(f"{number:<8} {one.kind:<14} {place:<30} {one.how:<50} | {around.strip()}".rstrip())
    review = "\n".join(dict.fromkeys(lines)) + "\n"
    if os.environ.get("MILLIGRAM_ACCEPT"):
        GOLDEN.write_text(review, encoding="utf-8")
    assert review == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("about 484 mg", "about 485 mg"),
        ("12 mmol", "13 mmol"),
        ("37.2 mmol", "37.3 mmol"),
        ("1500 mg", "1500 mmol"),
        ("1 to 2 weeks", "1 to 4 weeks"),
    ],
)
def test_a_number_that_is_changed_is_found(monkeypatch: pytest.MonkeyPatch, right: str, wrong: str) -> None:
    """The check can fail: a digit, a unit, a maximum that is rounded up, an interval."""
    guideline = guideline_of(MAGNESIUM)
    made = card(guideline)
    assert right in repr(made)
    changed = [(path, text.replace(right, wrong)) for path, text in texts_of(made)]
    monkeypatch.setattr(f"{__name__}.texts_of", lambda _: changed)
    tracing = Tracing(guideline)
    assert any(isinstance(one, str) for one in tracing.origins())


ACETYLCYSTEINE = "guidelines/poisoning/acetylcysteine.mg"
WHATS = ("concentrate", "dose", "rate")
BAGS = ("first bag", "second bag", "third bag")


def test_every_bag_has_its_volume_dose_and_rate_as_the_interpreter_gives_them() -> None:
    """Of each weight the card prints what the interpreter computes, at both ends of the band and within it, in the
    column of its bag; the concentrate's strength stands with them."""
    guideline = guideline_of(ACETYLCYSTEINE)
    (ladder,) = card(guideline).ladders
    (grid,) = ladder.grids
    rows = list(at_rows(guideline))
    assert len(grid.rows) == len(rows) == 8
    for printed_row, row in zip(grid.rows, rows, strict=True):
        assert printed_row[0].text == row.band
        wanted = [row.texts[f"{bag.replace(' ', '_')}_{what}"] for bag in BAGS for what in WHATS]
        shown = [f"{said.text} {head}" for said, head in zip(printed_row[1:], grid.heads[1:], strict=True)]
        assert [frozenset({text}) for text in shown] == wanted
    assert [(title.lower(), span) for title, span in grid.groups] == [(bag, 3) for bag in BAGS]
    assert grid.heads == ("Weight", *("mL", "mg", "mL/h") * 3)
    assert [said.text for said in grid.rows[0][1:4]] == ["34", "6800", "234"]
    assert grid.notes[0].text == "Concentrate in mL, dose in mg and rate in mL/h."
    assert "200 mg/mL" in grid.notes[1].text


def test_the_amounts_of_the_table_are_those_that_a_run_gives() -> None:
    """The whole way through: a patient of each weight is given the very milligrams of the first bag."""
    guideline = guideline_of(ACETYLCYSTEINE)
    (ladder,) = card(guideline).ladders
    for row, weight in zip(ladder.grids[0].rows, (40, 50, 60, 70, 80, 90, 100, 110), strict=True):
        told: dict[str, Fraction | bool] = {"age": Fraction(40), "weight": Fraction(weight), "staggered": True}
        result = evaluate(guideline, ir.Patient(values=told), as_of=date(2026, 11, 22))
        (given,) = [one.dose for one in result.advice if one.dose is not None]
        assert (f"{given.amount}", given.unit) == (row[2].text, "mg")


def test_a_computed_number_that_is_changed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a wrong rate nor the dose of another row passes."""
    guideline = guideline_of(ACETYLCYSTEINE)
    for wrong in ("34 mL · 6800 mg · 235 mL/h", "34 mL · 8400 mg · 234 mL/h", "34 mL · 6800 mL · 234 mL/h"):
        monkeypatch.setattr(f"{__name__}.texts_of", lambda _, text=wrong: [(("sections",), text)])
        assert any(isinstance(one, str) for one in Tracing(guideline).origins())


def test_a_reference_to_no_source_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark beyond the last source is no reference."""
    guideline = guideline_of(MAGNESIUM)
    monkeypatch.setattr(f"{__name__}.texts_of", lambda _: [(("sections",), "said [3,8]")])
    assert [isinstance(one, str) for one in Tracing(guideline).origins()] == [False, True]
