"""Guidelines made up from a seed, for tests of what is printed and drawn: valid, of every size, and hard to set.

Enters: a seed, and a size where the caller wants one. Leaves: the text of a guideline without a finding of severity
error (`test_generated.py` holds that), or its IR. One to 60 decisions, one to twelve inputs, many pathways and parts,
German compounds, reasons of 300 characters, and texts that would be code, markup or escapes anywhere else.

    generated.text(7)                            ->  'guideline made_7\\n  title "…'
    generated.guideline(7, decisions=60)         ->  Guideline(name="made_7", …)

Tests are no package: they load this file from its path, as `tests/targets/conftest.py` does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from milligram.ir.nodes import Guideline
from milligram.quantity import decimal_text
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse

MOST_DECISIONS, MOST_INPUTS = 60, 12
LONG_REASON = 300
"""Characters of the longest texts."""

HOSTILE = (
    "quotes \" and ' and `back`",
    "back\\slash \\N \\u{1F600} \\l",
    "under <20 mL/min> & more",
    '#panic("x") #eval("1") #import',
    "*/ /* // $x^2$ @ref <label>",
    "&lt;b&gt; &amp; %s {0} {{x}}",
    "= heading _emph_ *strong* [x](y) ~ -- ---",
    "</script><script>alert(1)</script>",
    "<b>bold</b> | pipe || {brace} [bracket]",
    "end; subgraph x { a --> b }",
    "combining e\u0301 and Åse, ½, ≤, µ, CHA₂DS₂",
)
"""Texts that some reader of the outputs would run, drop or reorder; every one is allowed in a guideline."""

UNPRINTABLE = ("𝔪athematical", "血清", "\U0001f600")
"""Texts without a glyph in the bundled typeface, which no made-up guideline holds."""

GERMAN = (
    "Nierenersatzverfahrenskontraindikation",
    "Magnesiumsubstitutionstherapieüberwachung",
    "Blutgerinnungshemmungsunverträglichkeit",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "Hypomagnesiämierisikofaktorenbewertung",
    "Arzneimittelunverträglichkeitsreaktion",
    "Elektrolytstörungsbehandlungsempfehlung",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
)
_PLAIN = tuple(
    re.findall(
        r"\S+",
        """
        renal function blood pressure heart failure level of the drug repeat before the next dose ward team oral fluid
        weight loss careful history seizure rhythm calcium potassium magnesium daily at night with food advice
        infusion bleeding liver disease anaemia frail elderly pregnant sodium glucose control early warning follow-up
        """,
    )
)
_NUMBERED = ("12 mmol", "0.7 mmol/L", "1.5 mg/dL", "30 mL/min/1.73 m²", "2 to 4 weeks", "95%", "1 in 100", "500 mg")
_UNITS = (
    # unit, plausible from and to, digits after the point, whether it measures magnesium
    ("mmol/L", 0, 60, 1, False),
    ("mmol/L of magnesium", 0, 30, 2, True),
    ("mg/dL of magnesium", 0, 90, 1, True),
    ("mL/min", 0, 250, 0, False),
    ("mL/min/1.73 m2", 0, 200, 0, False),
    ("mmHg", 20, 300, 0, False),
    ("kg", 20, 300, 0, False),
    ("years whole", 0, 120, 0, False),
    ("%", 0, 100, 1, False),
    ("10^9/L", 0, 900, 1, False),
)
_ALSO = {"mmol/L of magnesium": (("mEq/L", Fraction(2)), ("mg/dL", Fraction("2.4305"))), "mg/dL of magnesium": ()}
_GRADES = ("(strong, high)", "(strong)", "(conditional, low)", "(conditional, very low)", "")


@dataclass(slots=True, kw_only=True)
class _Input:
    name: str
    kind: str
    unit: str = ""
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    step: Fraction = Fraction(1)
    words: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Way:
    """What holds on the way through one pathway: the lowest values that still come here, and what is surely known."""

    floor: dict[str, Fraction] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)


def text(seed: int, *, decisions: int | None = None, inputs: int | None = None) -> str:
    """The guideline of a seed. ``decisions`` is how many times it decides, ``inputs`` how many values it asks for."""
    return _Maker(seed, decisions, inputs).guideline()


def guideline(seed: int, *, decisions: int | None = None, inputs: int | None = None) -> Guideline:
    """Its IR."""
    source = SourceFile(f"made_{seed}.mg", text(seed, decisions=decisions, inputs=inputs))
    tree = parse(source).file
    assert tree is not None
    found = resolve(tree, source).guideline
    assert found is not None
    return found


def quoted(said: str) -> str:
    """A text as a literal of the language."""
    escaped = said.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Maker:
    """Writes one guideline, its head first. What it writes is complete, disjoint and reachable by construction."""

    def __init__(self, seed: int, decisions: int | None, inputs: int | None) -> None:
        self.seed = seed
        self.dice = random.Random(seed)
        self.left = decisions or self._size(MOST_DECISIONS)
        self.inputs = self._inputs(inputs or self._size(MOST_INPUTS))
        first = self.inputs[0]
        self.least = self._between(first, first.low, first.low + (first.high - first.low) / 4)
        self.hostile = self.dice.random() < 0.5
        self.long = self.dice.random() < 0.5
        self.parts: list[str] = []

    def _size(self, most: int) -> int:
        """Small sizes as often as large ones."""
        return min(most, int(most ** self.dice.random() * 1.25) or 1)

    def guideline(self) -> str:
        """All of it."""
        pathways = "\n".join(self._pathways())
        return "\n".join(
            [*self._head(), *self._inputs_text(), *self._named(), *self._drug(), pathways, *self.parts, ""]
        )

    # --- texts --------------------------------------------------------------------------------------------------------

    def words(self, most: int = 40) -> str:
        """A text of up to about ``most`` characters."""
        if self.hostile and self.dice.random() < 0.2:
            return self.dice.choice(HOSTILE)
        said: list[str] = []
        while sum(map(len, said)) + len(said) < most - 8:
            kind = self.dice.random()
            if kind < 0.12:
                said.append(self.dice.choice(GERMAN))
            elif kind < 0.2:
                said.append(self.dice.choice(_NUMBERED))
            else:
                said.append(self.dice.choice(_PLAIN))
        return " ".join(said)[:most].rstrip() if most >= LONG_REASON else " ".join(said)

    def said(self, most: int = 40) -> str:
        return quoted(self.words(most))

    def reason(self) -> str:
        """The reason of a statement, now and then, and now and then a very long one."""
        kind = self.dice.random()
        if kind < 0.5:
            return ""
        return f" because {self.said(LONG_REASON if self.long and kind > 0.85 else 60)}"

    def cited(self) -> str:
        names = self.dice.sample(["ref_1", "ref_2", "ref_3"], self.dice.choice((1, 1, 2)))
        return f" [{', '.join(sorted(names))}]"

    def notes(self) -> str:
        """What may follow a statement."""
        grade = self.dice.choice(_GRADES)
        end = self.cited() if self.dice.random() < 0.7 else f" uncited because {self.said(30)}"
        return (f" {grade}" if grade else "") + self.reason() + end

    # --- what comes before the pathways -------------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        yield f"guideline made_{self.seed}"
        yield f"  title      {self.said(50)}"
        yield f"  version    {self.dice.randint(0, 9)}.{self.dice.randint(0, 20)}.0"
        yield f"  status     {self.dice.choice(('draft', 'active', 'retired'))}"
        yield f"  for        {self.said(60)}"
        yield "  issued     2026-11-22"
        yield "  review by  2028-11-22"
        yield ""
        for number in (1, 2, 3):
            yield f"source ref_{number} {self.said(80)}"
            yield f"  year        {2000 + number}"
            if self.dice.random() < 0.6:
                yield f"  population  {self.said(60)}"
            if self.dice.random() < 0.6:
                yield f"  finding     {self.said(40)} RR 0.80 (95% CI 0.70 to 0.92)"
        yield ""
        yield "substance magnesium formula Mg, charge 2"
        yield "substance magnesium_oxide formula MgO, gives 1 magnesium"
        yield ""

    def _inputs(self, count: int) -> list[_Input]:
        made = []
        for number in range(count):
            name = f"value_{number + 1}"
            kind = "number" if number == 0 else self.dice.choice(("number", "number", "flag", "choice", "set"))
            if kind == "number":
                unit, low, high, places, _ = self.dice.choice(_UNITS)
                step = Fraction(1, 10**places)
                made.append(_Input(name=name, kind=kind, unit=unit, low=Fraction(low), high=Fraction(high), step=step))
            else:
                words = tuple(f"word_{number + 1}{letter}" for letter in "abcdef"[: self.dice.randint(2, 6)])
                made.append(_Input(name=name, kind=kind, words=words))
        return made

    def _inputs_text(self) -> Iterator[str]:
        for one in self.inputs:
            label = f" {self.said(30)}" if self.dice.random() < 0.6 else ""
            match one.kind:
                case "number":
                    bounds = f"plausible {_text(one.low)} to {_text(one.high)}"
                    yield f"input {one.name}{label} in {one.unit}, {bounds}"
                case "flag":
                    yield f"input {one.name}{label} yes or no, ask {self.said(50)}"
                case _:
                    words = ", ".join(f"{word} {self.said(12)}" for word in one.words)
                    yield f"input {one.name}{label} {'one' if one.kind == 'choice' else 'any'} of {words}"
        yield ""

    def _named(self) -> Iterator[str]:
        """Limits, a list of conditions, a score, a table and a formula, and what the source says beside."""
        first = self.inputs[0]
        middle = self._between(first, first.low, first.high)
        yield f"define low_value {self.said(24)}: value_1 under {self._limit(first, middle)}{self.cited()}"
        flags = [one.name for one in self.inputs if one.kind == "flag"]
        sets = [f"{one.name} has {', '.join(one.words)}" for one in self.inputs if one.kind == "set"]
        lines = [*flags, *sets]
        if len(lines) > 1:
            yield f"define causes {self.said(24)} any of:"
            yield from (f"  {line}{self.cited()}" for line in lines)
        if flags:
            yield f"score points {self.said(20)}"
            yield from (f"  {at % 3 + 1} when {flag}{self.cited()}" for at, flag in enumerate(flags))
            yield f"  2 when low_value{self.cited()}"
        for one in self.inputs:
            if one.kind == "choice" and self.dice.random() < 0.7:
                yield f"table by {one.name} gives outcome_{one.name}"
                yield from (f"  {word} | {self.said(24)}{self.cited()}" for word in one.words)
        if self.dice.random() < 0.5:
            standing = self.dice.choice(("supported by ref_1", "contradicted by ref_2", "unsupported"))
            yield f"claim {self.said(60)} {standing}"
        if self.dice.random() < 0.5:
            yield f"notice {self.said(80)}"
        if self.dice.random() < 0.5:
            yield f"missing {self.said(30)} because {self.said(60)}"
        yield ""

    def _drug(self) -> Iterator[str]:
        """A ladder, what is measured with it, and a rule that the first decision of the first pathway keeps."""
        first = self.inputs[0]
        also = " (also 480 mg of magnesium_oxide)" if self.dice.random() < 0.5 else ""
        yield f"regimen ladder {self.said(24)} of magnesium_oxide"
        yield "  route oral"
        yield f"  step 1: 12 mmol of magnesium at night{also}{self.cited()}"
        yield f"  step 2 after 1 to 2 weeks when low_value: 24 mmol of magnesium at night{self.cited()}"
        yield f"    differs from source {self.said(30)} because {self.said(40)}"
        yield f"  then after 1 to 2 weeks when low_value: refer to {self.said(40)}{self.cited()}"
        yield f"  at most 1500 mg of magnesium_oxide per day{self.cited()}"
        yield f"monitor levels {self.said(24)}: value_1"
        yield f"  at baseline{self.cited()}"
        yield f"  after 1 to 2 weeks{self.cited()}"
        yield f"  every 3 months{self.cited()}"
        yield f"  unspecified {self.said(20)}{self.cited()}"
        yield f"effect magnesium {self.said(24)} common{self.cited()}"
        yield f"effect magnesium {self.said(24)}{self.cited()}"
        yield f"pitfall {self.said(50)}{self.cited()}"
        yield "  never give magnesium when value_1 is unknown"
        yield f"  never give magnesium when value_1 under {_text(self.least)} {_unit(first)}"
        yield f"  because {self.said(LONG_REASON if self.long else 60)}"
        yield f"pitfall {self.said(50)}{self.cited()}"
        yield f"  unchecked because {self.said(40)}"
        yield ""

    # --- pathways -----------------------------------------------------------------------------------------------------

    def _pathways(self) -> Iterator[str]:
        count = min(self.left, self.dice.choice((1, 1, 2, 3, 4)))
        for number in range(1, count + 1):
            share = self.left if number == count else max(1, self.left // (count - number + 1))
            self.left -= share
            yield f"pathway path_{number} {self.said(24)}"
            way = _Way()
            if number == 1:
                yield from self._guarded(way)
                share -= 1
            yield from self._steps(way, share, "  ")
            if number == 1:
                yield f"  give ladder{self.notes()}"
                yield f"  start levels{self.cited()}"
            else:
                yield f"  advise {self.said()}{self.notes()}"
            yield ""

    def _guarded(self, way: _Way) -> Iterator[str]:
        """The decision that keeps the rule of the ladder: who is unknown or too low does not go on."""
        first = self.inputs[0]
        unit = _unit(first)
        yield f"  decide {self.said(30)} by value_1"
        yield "    unknown:"
        yield f"      order value_1{self.cited()}"
        yield "      end"
        yield f"    under {self._limit(first, self.least)}:"
        yield f"      advise against magnesium{self.notes()}"
        yield "      end"
        yield f"    at least {_text(self.least)} {unit}:"
        yield "      continue"
        way.floor["value_1"] = self.least
        way.known.add("value_1")

    def _steps(self, way: _Way, decisions: int, indent: str) -> Iterator[str]:
        """A block with so many decisions in it, some in parts of their own, some inside one another."""
        while decisions > 0:
            kind = self.dice.random()
            if kind < 0.15 and decisions > 2 and len(indent) == 2:
                share = self.dice.randint(1, min(decisions, 12))
                yield f"{indent}follow {self._part(way, share)}"
                decisions -= share
            else:
                inner = self.dice.randint(1, min(3, decisions - 1)) if decisions > 1 and kind > 0.75 else 0
                yield from self._decision(way, inner, indent)
                decisions -= 1 + inner
            if self.dice.random() < 0.3:
                yield from self._when(indent)

    def _part(self, way: _Way, decisions: int) -> str:
        name = f"part_{len(self.parts) + 1}"
        self.parts.append("")
        at = len(self.parts) - 1
        lines = [f"part {name} {self.said(30)}", *self._steps(way, decisions, "  "), f"  note {self.said()}", ""]
        self.parts[at] = "\n".join(lines)
        return name

    def _when(self, indent: str) -> Iterator[str]:
        flags = [one.name for one in self.inputs if one.kind == "flag"]
        condition = self.dice.choice(flags) if flags else "low_value and ladder step is 0"
        yield f"{indent}when {condition}:"
        yield from self._body(indent + "  ")

    def _body(self, indent: str) -> Iterator[str]:
        """One to three statements."""
        makers: tuple[Callable[[], str], ...] = (
            lambda: f"advise {self.said()}{self.notes()}",
            lambda: f"suggest {self.said()}{self.notes()}",
            lambda: f"note {self.said(60)}{self.notes()}",
            lambda: f"refer to {self.said()}{self.notes()}",
            lambda: f"order {self.said(20)}{self.notes()}",
            lambda: f"unspecified {self.said()}{self.notes()}",
        )
        for _ in range(self.dice.choice((1, 1, 2, 3))):
            yield f"{indent}{self.dice.choice(makers)()}"

    def _decision(self, way: _Way, inner: int, indent: str) -> Iterator[str]:
        """One decision, with ``inner`` more in its last branch."""
        one = self.dice.choice(self.inputs)
        inside = indent + "  "
        branches = list(self._branches(one, way))
        if one.kind in ("number", "choice"):
            yield f"{indent}decide {self.said(30) + ' ' if self.dice.random() < 0.8 else ''}by {one.name}"
        else:
            yield f"{indent}decide {self.said(50)}"
        for at, (label, ending) in enumerate(branches):
            last = at == len(branches) - 1
            yield f"{inside}{label}:"
            if last and inner:
                yield from self._nested(inner, inside + "  ")
            else:
                yield from self._body(inside + "  ")
                if ending:
                    yield f"{inside}  end"

    def _nested(self, decisions: int, indent: str) -> Iterator[str]:
        """Decisions on the ladder's own step, which no other decision asks for, and so hold whatever came before."""
        yield f"{indent}note {self.said()}"
        for at in range(decisions):
            yield f"{indent}decide {self.said(30)}"
            yield f"{indent}  ladder step at least {at % 2 + 1}:"
            yield from self._body(indent + "    ")
            yield f"{indent}  ladder step under {at % 2 + 1}:"
            yield from self._body(indent + "    ")

    def _branches(self, one: _Input, way: _Way) -> Iterator[tuple[str, bool]]:
        """Labels of complete and disjoint branches, and whether each may end the pathway."""
        if one.name not in way.known:
            yield "unknown", False
        match one.kind:
            case "number":
                yield from self._bands(one, way)
            case "flag":
                yield one.name, False
                yield f"not {one.name}", False
            case "choice":
                cut = self.dice.randint(1, len(one.words) - 1)
                yield ", ".join(one.words[:cut]), False
                for word in one.words[cut:]:
                    yield word, False
            case _:
                cut = self.dice.randint(1, len(one.words))
                yield f"{one.name} has {', '.join(one.words[:cut])}", False
                yield f"not ({one.name} has {', '.join(one.words[:cut])})", False

    def _bands(self, one: _Input, way: _Way) -> Iterator[tuple[str, bool]]:
        low = self._floor(one, way)
        room = int((one.high - low) / one.step) - 2
        count = min(self.dice.choice((1, 1, 2, 3, 4, 6)), max(1, room // 3))
        limits = sorted(low + one.step * step for step in self.dice.sample(range(1, room + 1), count))
        ending = self.dice.random() < 0.3 and limits[0] < one.low + (one.high - one.low) / 5
        yield f"under {self._limit(one, limits[0])}", ending
        if ending:
            way.floor[one.name] = limits[0]
        for left, right in pairwise(limits):
            yield f"{_text(left, one)} to under {_text(right, one)} {_unit(one)}", False
        yield f"at least {self._limit(one, limits[-1])}", False

    def _floor(self, one: _Input, way: _Way) -> Fraction:
        return way.floor.get(one.name, one.low)

    def _between(self, one: _Input, low: Fraction, high: Fraction) -> Fraction:
        steps = max(int((high - low) / one.step) // 2, 1)
        return low + one.step * self.dice.randint(max(1, steps // 2), max(2, steps))

    def _limit(self, one: _Input, value: Fraction) -> str:
        """A limit with its unit, and now and then what else it is stated to be."""
        said = f"{_text(value, one)} {_unit(one)}"
        also = _ALSO.get(one.unit, ())
        if not also or not value or self.dice.random() < 0.4:
            return said
        stated = [f"{_text(_rounded(value * factor, 3))} {unit}" for unit, factor in also]
        return f"{said} (also {', '.join(stated)})"


def _unit(one: _Input) -> str:
    return one.unit.partition(" of ")[0].removesuffix(" whole")


def _text(value: Fraction, one: _Input | None = None) -> str:
    said = decimal_text(value)[0]
    places = len(str(one.step.denominator)) - 1 if one is not None else 0
    if not places:
        return said
    whole, _, decimals = said.partition(".")
    return f"{whole}.{decimals.ljust(places, '0')}"


def _rounded(value: Fraction, places: int) -> Fraction:
    return Fraction(round(value * 10**places), 10**places)
