"""Conditions as expressions over local variables, one for each of what they can be.

Enters: a condition of the IR. Leaves: `Told`: Python that is truthy where the condition is true, where it is false,
and, given that it is not true, where it is unknown; and the bits of what to ask for there.

    volume_depleted or creatinine_clearance under 20
        true   (volume_depleted or (creatinine_clearance is not None and creatinine_clearance < 20))
        false  (volume_depleted is False and …)
        doubt  (volume_depleted is None or creatinine_clearance is None)

What is not a plain test of one value (a score, a formula, a word from a table) is left to the exact support, as an
object made from the patient's values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.walk import inputs_read, states_read

from milligram_targets.python.fast.cuts import limits
from milligram_targets.python.fast.locals import Locals
from milligram_targets.python.fast.plain import NO, YES, band_tests, fails, is_plain, negated
from milligram_targets.python.fast.settling import Settling

MOST_INLINE = 24
"""A named condition stands where it is read, unless this many tests would then be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Three expressions; ``doubt`` may rely on ``true`` being false, unless it is ``alone``."""

    true: str
    false: str
    doubt: str
    alone: bool = False

    @property
    def objects(self) -> str:
        """Where the condition is not false."""
        return joined("or", [self.true, self.doubt])

    @property
    def unknown(self) -> str:
        """Where the condition is unknown, whatever else is not yet known of it."""
        if self.alone or self.doubt == NO or self.true == NO:
            return self.doubt
        return joined("and", [negated(self.true), self.doubt])


def grouped(expression: str) -> str:
    """The expression in brackets, if it is not."""
    depth = 0
    for place, char in enumerate(expression):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return expression if place == len(expression) - 1 and char == ")" else f"({expression})"
    return f"({expression})"


def joined(word: str, parts: Sequence[str]) -> str:
    """``a or b``, ``a and b``, constants taken out."""
    settling, neutral = (YES, NO) if word == "or" else (NO, YES)
    kept = [part for part in dict.fromkeys(parts) if part != neutral]
    if settling in kept:
        return settling
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else f"({f' {word} '.join(kept)})"


MISSING = Told(true=NO, false=NO, doubt=YES, alone=True)
"""A test of a value that is known to be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A comparison of a variable with literals, in the unit of the variable; a bound with whether it is included."""

    variable: str
    low: tuple[Fraction, bool] | None
    high: tuple[Fraction, bool] | None


class Truths:
    """Conditions of one guideline, in the terms of the path on which they stand."""

    def __init__(self, locals_: Locals) -> None:
        self.locals = locals_
        self.guideline = locals_.guideline
        self._sizes: dict[str, int] = {}
        self.settling = Settling(self)

    # --- what they are ------------------------------------------------------------------------------------------------

    def told(self, node: ir.AnyCondition, wanted: bool = True) -> Told:
        """A condition, or (``wanted`` false) its opposite."""
        match node:
            case ir.Always(value=value):
                return _fixed(value is wanted)
            case ir.Not(operand=operand):
                return self.told(operand, not wanted)
            case ir.All(operands=operands):
                return self._all(operands, wanted) if wanted else self._any(operands, wanted)
            case ir.Any(operands=operands):
                return self._any(operands, wanted) if wanted else self._all(operands, wanted)
            case ir.AtLeast(count=count, operands=operands):
                return self._at_least(count, operands, wanted)
            case ir.NamedCondition(name=name):
                return self._named(name, wanted)
            case ir.Flag(name=name):
                return self._flag(self.locals.input(name), wanted)
            case ir.SetHas():
                return self._has(node, wanted)
            case ir.WordIs(subject=ir.InputWord(name=name), words=words):
                return self._word(self.locals.input(name), words, wanted)
            case ir.Known() if (variable := self._knowable(node)) is not None:
                if self.locals.is_known(variable):
                    return _fixed(node.known is wanted)
                if variable in self.locals.code.path.missing:
                    return _fixed(node.known is not wanted)
                test = f"{variable} is not None" if node.known is wanted else f"{variable} is None"
                other = f"{variable} is None" if node.known is wanted else f"{variable} is not None"
                return Told(true=test, false=other, doubt=NO)
            case ir.Band() if (plain := self.plain(node)) is not None:
                return self._band(plain, wanted)
            case ir.Band() | ir.WordIs() | ir.Known():
                return self._exact(node, wanted)
            case _:
                assert_never(node)

    def _all(self, operands: Sequence[ir.AnyCondition], wanted: bool) -> Told:
        each = [self.told(operand, wanted) for operand in operands]
        false = joined("or", [one.false for one in each])
        some = joined("or", [one.doubt if one.true == NO else one.unknown for one in each])
        doubt = NO if some == NO else YES if false == NO else f"not {false}"
        return Told(true=joined("and", [one.true for one in each]), false=false, doubt=doubt)

    def _any(self, operands: Sequence[ir.AnyCondition], wanted: bool) -> Told:
        each = [self.told(operand, wanted) for operand in operands]
        cheap = sorted((one.true for one in each), key=lambda test: not test.isidentifier())
        return Told(
            true=joined("or", cheap),
            false=joined("and", [one.false for one in each]),
            doubt=joined("or", [one.doubt for one in each]),
        )

    def _at_least(self, count: int, operands: Sequence[ir.AnyCondition], wanted: bool) -> Told:
        each = [self.told(operand) for operand in operands]
        if not each:
            return _fixed((count <= 0) is wanted)
        sure = " + ".join(f"(1 if {one.true} else 0)" for one in each)
        left = " + ".join(f"(0 if {one.false} else 1)" for one in each)
        true, false = f"({sure} >= {count})", f"({left} < {count})"
        if all(one.doubt == NO for one in each):
            return Told(true=true if wanted else f"not {true}", false=f"not {true}" if wanted else true, doubt=NO)
        if wanted:
            return Told(true=true, false=false, doubt=f"not {false}")
        return Told(true=false, false=true, doubt=f"not {true}")

    def _named(self, name: str, wanted: bool) -> Told:
        home = self.guideline.named_by_name[name]
        assert isinstance(home, ir.DefinedCondition), name
        if self.size(home.condition) * self.locals.uses.get(name, 1) <= MOST_INLINE:
            return self.told(home.condition, wanted)
        key = f"condition {name}"
        variable = self.locals.named(key, f"is_{self.locals.context.identifier(name)}")
        if variable not in self.locals.code.path.loaded:
            spans, self.locals.code.path.spans = self.locals.code.path.spans, {}  # read where less is known, too
            inner = self.told(home.condition)
            self.locals.code.path.spans = spans
            doubt = f"None if {inner.doubt} else False" if inner.doubt != NO else "False"
            self.locals.code.add(f"{variable} = True if {inner.true} else {doubt}")
            self.locals.code.path.loaded.add(variable)
            if inner.doubt == NO:
                self.locals.code.path.known.add(variable)
        return self._flag(variable, wanted)

    def size(self, node: ir.AnyCondition) -> int:
        """How many tests a condition makes, names followed."""
        match node:
            case ir.Not(operand=operand):
                return self.size(operand)
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                return sum(map(self.size, operands))
            case ir.NamedCondition(name=name):
                if name not in self._sizes:
                    home = self.guideline.named_by_name[name]
                    assert isinstance(home, ir.DefinedCondition), name
                    self._sizes[name] = self.size(home.condition)
                return self._sizes[name]
            case _:
                return 1

    def _flag(self, variable: str, wanted: bool) -> Told:
        path = self.locals.code.path
        if variable in path.missing:
            return MISSING
        if variable in path.flags:
            return _fixed(path.flags[variable] is wanted)
        doubt = NO if self.locals.is_known(variable) else f"{variable} is None"
        yes, no = variable, f"not {variable}" if doubt == NO else f"{variable} is False"
        return Told(true=yes if wanted else no, false=no if wanted else yes, doubt=doubt, alone=True)

    def _has(self, node: ir.SetHas, wanted: bool) -> Told:
        variable = self.locals.input(node.name)
        kind = self.guideline.inputs[node.name].type
        if isinstance(kind, ir.SetType) and set(node.words) == set(kind.words):
            yes, no = variable, f"not {variable}"
            if variable not in self.locals.code.path.missing and not self.locals.is_known(variable):
                no = f"({variable} is not None and not {variable})"
                true, false = (yes, no) if wanted else (no, yes)
                return Told(true=true, false=false, doubt=f"{variable} is None", alone=True)
            return self._tested(variable, yes, no, wanted)
        tests = joined("or", [f"{word!r} in {variable}" for word in node.words])
        no = f"not {tests}" if len(node.words) > 1 else tests.replace(" in ", " not in ")
        return self._tested(variable, tests, no, wanted)

    def _word(self, variable: str, words: tuple[str, ...], wanted: bool) -> Told:
        if len(words) == 1:
            return self._tested(variable, f"{variable} == {words[0]!r}", f"{variable} != {words[0]!r}", wanted)
        listed = f"({', '.join(map(repr, words))})"
        return self._tested(variable, f"{variable} in {listed}", f"{variable} not in {listed}", wanted)

    def _tested(self, variable: str, yes: str, no: str, wanted: bool) -> Told:
        """A test that needs a value to be there."""
        if variable in self.locals.code.path.missing:
            return MISSING
        if not wanted:
            yes, no = no, yes
        if self.locals.is_known(variable):
            return Told(true=yes, false=no, doubt=NO)
        there = f"{variable} is not None"
        true, false = (
            there if test == YES else NO if test == NO else test if fails(variable, test) else f"({there} and {test})"
            for test in (yes, no)
        )
        return Told(true=true, false=false, doubt=f"{variable} is None", alone=True)

    def _band(self, plain: Plain, wanted: bool) -> Told:
        span = self.locals.code.path.spans.get(plain.variable)
        if span is not None and span.within(plain.low, plain.high):
            return self._tested(plain.variable, YES, NO, wanted)
        if span is not None and span.apart(plain.low, plain.high):
            return self._tested(plain.variable, NO, YES, wanted)
        low, high = plain.low, plain.high
        if span is not None:
            low, high = None if span.within(low, None) else low, None if span.within(None, high) else high
        if plain.variable in self.locals.counted and (low, high) == ((Fraction(1), True), None):
            return self._tested(plain.variable, plain.variable, f"{plain.variable} == 0", wanted)  # a step
        return self._tested(plain.variable, *band_tests(plain.variable, low, high), wanted)

    def plain(self, node: ir.Band) -> Plain | None:
        """A comparison of one plain value with literals."""
        if not is_plain(self.guideline, node):
            return None
        subject, factor, offset = linear(self.guideline, node.subject)
        match subject:
            case ir.InputNumber(name=name):
                variable = self.locals.input(name)
            case ir.StateNumber(regimen=regimen, which=which):
                variable = self.locals.state_number(regimen, which)
            case _:
                raise AssertionError(subject)
        shift = factor, offset
        return Plain(variable=variable, low=limits(node.low, shift), high=limits(node.high, shift))

    def _knowable(self, node: ir.Known) -> str | None:
        if node.state is not None:
            return self.locals.state_number(node.of, node.state)
        return self.locals.input(node.of) if node.of in self.guideline.inputs else None

    def kept_in(self, name: str) -> str | None:
        """The variable of a named condition that this path has but does not know."""
        variable = self.locals.named(f"condition {name}", f"is_{self.locals.context.identifier(name)}")
        path = self.locals.code.path
        return variable if variable in path.loaded and variable not in path.known else None

    def _exact(self, node: ir.AnyCondition, wanted: bool) -> Told:
        """A test of something worked out: by plain code where that settles it, else by the exact support."""
        code = self.locals.code
        test = self.settling.test(node)
        if test is not None and any(need in code.path.missing for need in test.needs):
            test = None
        unsure = [] if test is None else [need for need in test.needs if need not in code.path.known]
        if test is not None and test.sure and not unsure:
            yes, no = (test.yes, test.no) if wanted else (test.no, test.yes)
            return Told(true=_bracketed(yes), false=_bracketed(no), doubt=NO)
        variable = self.locals.named(f"value {id(node)}", "is_found")
        if variable in code.path.loaded:
            return self._flag(variable, wanted)
        if test is None:
            self._by_support(node, variable)
        elif test.sure:
            with code.block(f"if {' and '.join(f'{need} is not None' for need in unsure)}:"):
                code.add(f"{variable} = {test.yes}")
            with code.block("else:"):
                self._by_support(node, variable)
        else:
            with code.block(f"if {test.yes}:"):
                code.add(f"{variable} = True")
            with code.block(f"elif {test.no}:"):
                code.add(f"{variable} = False")
            if test.exact is not None:
                with code.block("else:" if test.settled == YES else f"elif {test.settled}:"):
                    code.add(f"{variable} = {test.exact}")
            if test.exact is None or test.settled != YES:
                with code.block("else:"):
                    self._by_support(node, variable)
        code.path.loaded.add(variable)
        return self._flag(variable, wanted)

    def _by_support(self, node: ir.AnyCondition, variable: str) -> None:
        truth = self.locals.exact(f"truth {id(node)}", "condition", node)
        self.locals.code.add(f"{variable} = {truth}.value()")

    # --- what to ask --------------------------------------------------------------------------------------------------

    def asked(self, node: ir.AnyCondition, bits: dict[str, int]) -> str:
        """The sum of the bits of what an unknown condition asks for."""
        match node:
            case ir.Not(operand=operand):
                return self.asked(operand, bits)
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                parts: list[str] = []
                for operand in operands:
                    part = self.asked(operand, bits)
                    compound = not isinstance(_inner(operand), ir.Flag | ir.SetHas | ir.WordIs)
                    if compound and part != "0":
                        unknown = self.told(operand).unknown
                        part = part if unknown == YES else "0" if unknown == NO else f"({part} if {unknown} else 0)"
                    parts.append(part)
                return _summed(parts)
            case ir.NamedCondition(name=name):
                home = self.guideline.named_by_name[name]
                assert isinstance(home, ir.DefinedCondition), name
                return self.asked(home.condition, bits)
            case ir.Flag(name=name) | ir.SetHas(name=name) | ir.WordIs(subject=ir.InputWord(name=name)):
                return self.asked_of(name, bits)
            case ir.Always() | ir.Known():
                return "0"
            case ir.Band() if is_plain(self.guideline, node):
                subject = linear(self.guideline, node.subject)[0]
                if isinstance(subject, ir.StateNumber):
                    return self.asked_of_state(subject.regimen, subject.which, bits)
                assert isinstance(subject, ir.InputNumber)
                return self.asked_of(subject.name, bits)
            case ir.Band() | ir.WordIs():
                return self._asked_by_support(node, bits)
            case _:
                assert_never(node)

    def asked_of(self, name: str, bits: dict[str, int]) -> str:
        """The bit of an input, if it is unknown."""
        variable = self.locals.input(name)
        if self.locals.is_known(variable):
            return "0"
        missing = variable in self.locals.code.path.missing
        return str(bits[name]) if missing else f"({bits[name]} if {variable} is None else 0)"

    def asked_of_state(self, regimen: str, which: str, bits: dict[str, int]) -> str:
        """The bit of a regimen's step, its time, or of the day from which its time follows."""
        step = self.locals.state_number(regimen, "step")
        no_step = bits[f"{regimen} step"]
        path = self.locals.code.path
        if which == "step":
            known = "0" if step in path.known else f"({no_step} if {step} is None else 0)"
            return str(no_step) if step in path.missing else known
        time, state = self.locals.state_number(regimen, "time"), self.locals.state(regimen)
        day = f"{bits['today']} if {state}.since is not None else {bits[f'{regimen} time']}"
        return f"({no_step} if {step} is None else 0 if {step} == 0 or {time} is not None else {day})"

    def _asked_by_support(self, node: ir.AnyCondition, bits: dict[str, int]) -> str:
        told, code = self.told(node), self.locals.code
        if told.doubt == NO:
            return "0"
        found = self.locals.names.take("bits")
        code.add(f"{found} = 0")
        with code.block(f"if {told.unknown}:"):
            truth = self.locals.exact(f"truth {id(node)}", "condition", node)
            code.add(f"{found} = {self.asked_of_exact(truth, self.names_in(node), bits)}")
        return found

    def asked_of_exact(self, found: str, names: Sequence[str], bits: dict[str, int]) -> str:
        """The bits of what an object of the support asks for."""
        pairs = ", ".join(f"{name!r}: {bits[name]}" for name in names)
        return f"bits_asked({found}, names={{{pairs}}})"

    def names_in(self, node: ir.Node) -> tuple[str, ...]:
        """Everything that a node may ask for, as questions name it."""
        names: dict[str, None] = dict.fromkeys(inputs_read(node, self.guideline))
        for regimen, which in states_read(node, self.guideline):
            names.update(
                dict.fromkeys(
                    (f"{regimen} step", f"{regimen} time", "today") if which == "time" else (f"{regimen} step",)
                )
            )
        if any(
            isinstance(self.guideline.inputs[name].type, ir.DateType) for name in names if name in self.guideline.inputs
        ):
            names["today"] = None
        return tuple(names)

    def met(self, node: ir.AnyCondition) -> Iterator[tuple[str, ...]]:
        """What each test asks for, in the order in which questions are met."""
        match node:
            case ir.Not(operand=operand):
                yield from self.met(operand)
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                for operand in operands:
                    yield from self.met(operand)
            case ir.NamedCondition(name=name):
                home = self.guideline.named_by_name[name]
                assert isinstance(home, ir.DefinedCondition), name
                yield from self.met(home.condition)
            case ir.Always() | ir.Known():
                pass
            case _:
                yield self.names_in(node)


def _fixed(value: bool) -> Told:
    return Told(true=YES if value else NO, false=NO if value else YES, doubt=NO)


def _bracketed(test: str) -> str:
    return test if test in (YES, NO) else f"({test})"


def _inner(node: ir.AnyCondition) -> ir.AnyCondition:
    while isinstance(node, ir.Not):
        node = node.operand
    return node


def _summed(parts: Sequence[str]) -> str:
    kept = [part for part in dict.fromkeys(parts) if part != "0"]
    return " | ".join(kept) if kept else "0"
