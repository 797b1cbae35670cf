"""The variables of a guideline: what its conditions tell apart about a patient.

Enters: a guideline. Leaves: a `Space` with one variable for each input, state and computed number that is tested, its
cells between the thresholds that stand anywhere in the guideline, and what binds variables together (`links`).

    creatinine_clearance, tested under 20, under 30, at least 60   ->   unknown | 0–20 | 20–30 | 30–60 | 60–250
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import Literal as L
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.walk import descend, homes
from milligram.prove.domains import Numbers, domain_of
from milligram.prove.formula import UNKNOWN, Formula, Space, Variable
from milligram.prove.intervals import EVERYTHING, Cut, Interval, Intervals, below
from milligram.prove.terms import Choice, Terms, leaves, on_subject
from milligram.quantity import NUMBER, Measure, parse_unit

DAYS = Measure(parse_unit("d"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """``subject`` lies within a set of numbers; a constant subject settles it."""

    subject: ir.AnyNumber
    within: Intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class BandWay:
    """One way to compute both sides of a band: the rows it takes, and what must hold (all of it). None: no value."""

    choices: tuple[Choice, ...]
    statements: tuple[Statement, ...] | None


class _Stretches:
    """Where the cells of a numeric variable lie: a mask for any set whose ends are cuts of the variable."""

    def __init__(self, domain: Numbers, cuts: Iterable[Cut]) -> None:
        inner = sorted({*cuts, *(cut for piece in domain.within for cut in piece)})
        self.cuts = inner
        self.cells: list[Interval] = []
        self.upto: list[int] = [0]
        mask = 0
        for low, high in pairwise(inner):
            part = domain.replaced(domain.within & Intervals.of([(low, high)])).within
            if part:
                self.cells.append(Interval(part.pieces[0].low, part.pieces[-1].high))
                mask |= 1 << len(self.cells)
            self.upto.append(mask)

    def mask(self, within: Intervals) -> int:
        """The cells that lie in a set."""
        mask = 0
        for piece in within:
            mask |= self._below(piece.high) & ~self._below(piece.low)
        return mask

    def _below(self, cut: Cut) -> int:
        return self.upto[min(bisect_left(self.cuts, cut), len(self.upto) - 1)]

    def splits(self, cut: Cut) -> bool:
        """Whether a cut lies inside a cell."""
        place = bisect_left(self.cuts, cut)
        if place in (0, len(self.cuts)) or self.cuts[place] == cut:
            return False
        return self.upto[place] != self.upto[place - 1]


class Subjects:
    """The variables of one guideline."""

    def __init__(self, guideline: ir.Guideline, same_states: Mapping[str, str] | None = None) -> None:
        """``same_states`` names regimens whose step and time are those of another one."""
        self.guideline = guideline
        self.same_states = same_states or {}
        self.space = Space()
        self.terms = Terms(guideline)
        self.links: dict[int, list[Formula]] = {}
        self._variables: dict[ir.Node, Variable] = {}
        self._finers: dict[tuple[ir.AnyNumber, Intervals], Variable] = {}
        self._stretches: dict[int, _Stretches] = {}
        self._cuts: dict[ir.AnyNumber, set[Cut]] = {}
        self._tested: dict[str, list[frozenset[str]]] = {}
        self._members: dict[str, list[tuple[frozenset[str], Variable]]] = {}
        self._bands: dict[int, tuple[ir.Band, tuple[BandWay, ...] | None]] = {}
        self._collect()

    # --- what is tested -----------------------------------------------------------------------------------------------

    def _collect(self) -> None:
        for home in homes(self.guideline):
            for node in descend(home):
                match node:
                    case ir.Band():
                        for way in self.band(node) or ():
                            for each in way.statements or ():
                                cuts = (cut for piece in each.within for cut in piece if cut.rank == 0)
                                self._cuts.setdefault(each.subject, set()).update(cuts)
                    case ir.SetHas(name=name, words=words):
                        self._tested.setdefault(name, []).append(frozenset(words))
                    case _:
                        pass
        for regimen in self.guideline.regimens.values():
            steps = range(len(regimen.steps) + 1)
            whose = self.same_states.get(regimen.name, regimen.name)
            self._cuts.setdefault(state_of(whose, "step"), set()).update(below(Fraction(n)) for n in steps)
            time = state_of(whose, "time")
            rules: list[ir.Step | ir.Beyond | ir.BackTo] = [*regimen.steps, *regimen.beyond, *regimen.back]
            for rule in rules:
                if rule.after is not None:
                    self._cuts.setdefault(time, set()).add(below(rule.after.low))

    def band(self, band: ir.Band) -> tuple[BandWay, ...] | None:
        """Every way to compute a band; None where there are too many, or one is too long."""
        kept = self._bands.get(id(band))
        if kept is None:
            kept = self._bands[id(band)] = (band, self._band(band))
        return kept[1]

    def _band(self, band: ir.Band) -> tuple[BandWay, ...] | None:
        numbers = [band.subject, *(bound.value for bound in (band.low, band.high) if bound is not None)]
        ways = [self.terms.ways(number) for number in numbers]
        known = [way for way in ways if way is not None]
        if len(known) < len(ways):
            return None
        found = []
        for combination in product(*known):
            choices = tuple(dict.fromkeys(choice for way in combination for choice in way.choices))
            terms = [way.term for way in combination if way.term is not None]
            statements = None if len(terms) < len(combination) else tuple(_statements(band, terms))
            found.append(BandWay(choices=choices, statements=statements))
        return tuple(found)

    # --- variables ----------------------------------------------------------------------------------------------------

    def numeric(self, subject: ir.AnyNumber, within: Intervals) -> tuple[Variable, int]:
        """The variable of a number, and the mask of its cells that lie within a set."""
        if isinstance(subject, ir.StateNumber) and subject.regimen in self.same_states:
            subject = state_of(self.same_states[subject.regimen], subject.which)
        variable = self._variables.get(subject)
        if variable is None:
            variable = self._new_number(subject, self._cuts.get(subject, set()))
        stretches = self._stretches[variable.index]
        if any(stretches.splits(cut) for piece in within for cut in piece):
            variable = self._finer(subject, within)
            stretches = self._stretches[variable.index]
        return variable, stretches.mask(within)

    def _finer(self, subject: ir.AnyNumber, within: Intervals) -> Variable:
        """A second variable for a number, with cells that a later question needs; arithmetic binds the two."""
        if (subject, within) not in self._finers:
            cuts = {cut for piece in within for cut in piece if cut.rank == 0}
            self._finers[subject, within] = self._new_number(subject, cuts, again=True)
        return self._finers[subject, within]

    def _new_number(self, subject: ir.AnyNumber, cuts: Iterable[Cut], *, again: bool = False) -> Variable:
        simple = isinstance(subject, ir.InputNumber | ir.StateNumber | ir.YearsSince)
        domain = domain_of(subject, self.guideline) if simple else None
        if isinstance(subject, ir.YearsSince) and isinstance(domain, Numbers):
            domain = domain.replaced(domain.within & Intervals.between(0))  # a birth to come is a slip of the pen
        if not isinstance(domain, Numbers):
            domain = Numbers(within=EVERYTHING)
        stretches = _Stretches(domain, cuts)
        computed = again or not simple
        variable = self.space.variable(subject, stretches.cells, computed=computed)
        self._stretches[variable.index] = stretches
        if not again:
            self._variables[subject] = variable
        self._link_number(subject, variable, computed)
        return variable

    def _link_number(self, subject: ir.AnyNumber, variable: Variable, computed: bool) -> None:
        """A computed number is unknown exactly where something that it reads is."""
        match subject:
            case ir.YearsSince(name=name):
                read = [self.given(name), self.given("today")]
            case ir.StateNumber(regimen=name, which="time"):
                # before the first step there is no time, and at an unknown step nobody knows it
                at_step, mask = self.numeric(state_of(name, "step"), Intervals.between(1))
                link = self.space.any_of(
                    [self.space.test(variable, UNKNOWN), self.space.test(at_step, mask & at_step.known)]
                )
                self._link([variable], link)
                return
            case _ if computed:
                read = [
                    self.numeric(leaf, EVERYTHING)[0]
                    for leaf in sorted(leaves(subject), key=repr)
                    if isinstance(leaf, ir.InputNumber | ir.StateNumber | ir.YearsSince)
                ]
            case _:
                return
        unknown = self.space.any_of(self.space.test(each, UNKNOWN) for each in read)
        self._link(
            [variable],
            self.space.any_of(
                [
                    self.space.all_of([self.space.test(variable, UNKNOWN), unknown]),
                    self.space.all_of([self.space.test(variable, variable.known), self.space.negation(unknown)]),
                ]
            ),
        )

    def _link(self, variables: Iterable[Variable], link: Formula) -> None:
        for variable in variables:
            self.links.setdefault(variable.index, []).append(link)

    def given(self, name: str) -> Variable:
        """The variable of an input by its name, for whether it is known. A set has one for each group of its words."""
        declared = self.guideline.inputs.get(name)
        match declared.type if declared is not None else ir.DateType():
            case ir.NumberType(measure=measure):
                return self.numeric(ir.InputNumber(name=name, measure=measure), EVERYTHING)[0]
            case ir.FlagType():
                return self._plain(ir.Flag(name=name), (False, True))
            case ir.WordType(words=words):
                return self._plain(ir.InputWord(name=name), words)
            case ir.SetType():
                return self.members(name)[0][1]
            case ir.DateType() | ir.TextType():
                return self._plain(ir.InputWord(name=name), ("known",))
            case other:
                assert_never(other)

    def _plain(self, subject: ir.Node, cells: tuple[str | bool, ...]) -> Variable:
        variable = self._variables.get(subject)
        if variable is None:
            variable = self._variables[subject] = self.space.variable(subject, cells)
        return variable

    def members(self, name: str) -> list[tuple[frozenset[str], Variable]]:
        """The words of a set input in groups that no test tells apart, each with its variable: whether it is held."""
        if name not in self._members:
            kind = self.guideline.inputs[name].type
            words = kind.words if isinstance(kind, ir.SetType) else ()
            tests = self._tested.get(name, [])
            groups: dict[tuple[bool, ...], list[str]] = {}
            for word in words:
                groups.setdefault(tuple(word in test for test in tests), []).append(word)
            found = []
            for group in groups.values() or [[]]:
                subject = ir.SetHas(name=name, words=tuple(group))
                found.append((frozenset(group), self.space.variable(subject, (False, True))))
            self._members[name] = found
            first = found[0][1]
            for _, other in found[1:]:
                both = [self.space.test(each, UNKNOWN) for each in (first, other)]
                neither = [self.space.negation(each) for each in both]
                self._link([first, other], self.space.any_of([self.space.all_of(both), self.space.all_of(neither)]))
        return self._members[name]

    def opaque(self, condition: ir.AnyCondition, why: str) -> Variable:
        """A variable for a condition that is not followed: unknown, false or true."""
        variable = self._variables.get(condition)
        if variable is None:
            variable = self._variables[condition] = self.space.variable(condition, (False, True), opaque=why)
        return variable


def _statements(band: ir.Band, terms: list[ir.AnyNumber]) -> Iterable[Statement]:
    """What a band says, given its subject and its ends as terms: of the subject where the ends are literals, else of
    the difference."""
    subject, *ends = terms
    low = ends.pop(0) if band.low is not None else None
    high = ends.pop(0) if band.high is not None else None
    fixed = Intervals.between(
        low.value if isinstance(low, ir.Const) else None,
        high.value if isinstance(high, ir.Const) else None,
        low_included=band.low is None or band.low.included,
        high_included=band.high is None or band.high.included,
    )
    if isinstance(low, ir.Const) or isinstance(high, ir.Const):
        yield _statement(subject, fixed)
    for end, bound, is_low in ((low, band.low, True), (high, band.high, False)):
        if end is None or bound is None or isinstance(end, ir.Const):
            continue
        difference = ir.Operation(op="-", left=subject, right=end, measure=subject.measure, span=band.span)
        if is_low:
            yield _statement(difference, Intervals.between(0, low_included=bound.included))
        else:
            yield _statement(difference, Intervals.between(None, 0, high_included=bound.included))


def _statement(term: ir.AnyNumber, within: Intervals) -> Statement:
    subject, values = on_subject(term, within)
    return Statement(subject=subject, within=values)


def state_of(regimen: str, which: L["step", "time"]) -> ir.StateNumber:
    """A regimen's step, or the time on it in days, as a subject."""
    return ir.StateNumber(regimen=regimen, which=which, measure=DAYS if which == "time" else NUMBER)
