"""What is settled by plain code where all that it reads is known: named values, and tests of them.

Enters: a named value, or a test that is no plain comparison of one input. Leaves: a local variable that holds the
value, None where plain code does not settle it, and Python for the test.

    table by age gives points                if age is None:
      under 65 years  | 0                        points = None
      at least 65     | 1            ->      elif age < 65:
                                                 points = 0
                                             …
    decide "…" by points: at least 1         points >= 1, where points is not None

What is not settled here is left to the exact support, which knows what is possible, what to ask, and what is faulty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.same import meaning

from milligram_targets.python.fast import formulas
from milligram_targets.python.fast.bands import between, counted, shifted, whole_limits
from milligram_targets.python.fast.cuts import limits
from milligram_targets.python.fast.doses import exactly
from milligram_targets.python.fast.figures import Figures
from milligram_targets.python.fast.formulas import Figure, bare
from milligram_targets.python.fast.scores import score
from milligram_targets.python.fast.tables import cases, values_of

if TYPE_CHECKING:
    from milligram_targets.python.fast.truths import Truths

DEEPEST = 30
"""Blocks within blocks; what is deeper is left to the exact support."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A named value in a variable; ``figure`` is how its number is read, None for a word."""

    variable: str
    figure: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """Python for a test, given that no variable of ``needs`` is None. Where it is not ``sure``, neither ``yes`` nor
    ``no`` may be true; ``exact``, if there is one, then tells by rational arithmetic, where ``settled`` holds."""

    yes: str
    no: str
    needs: tuple[str, ...]
    sure: bool = True
    exact: str | None = None
    settled: str = "True"


class Settling(Figures):
    """Writes the named values of one guideline, as they are needed on a path."""

    def __init__(self, truths: Truths) -> None:
        super().__init__(truths.locals)
        self.truths = truths
        self.shapes: dict[str, Figure | None] = {}
        self.refused: set[str] = set()

    # --- named values -------------------------------------------------------------------------------------------------

    def named(self, name: str) -> Settled | None:
        """A score, a define by cases or an output of a table; its variable is assigned on this path."""
        if name in self.refused or self.locals.code.depth > DEEPEST:
            return None
        path = self.locals.code.path
        variable = self.locals.named(f"settled {name}", f"{self.locals.context.identifier(name)}_value")
        if variable not in path.loaded or name not in self.shapes:
            self.refused.add(name)  # for what would read itself
            with self.tried() as going:
                self.locals.code.path.spans = {}  # it may be read where less is known than here
                figure = self._written(name, variable)
                going.kept = figure is not None
            if figure is None:
                return None
            self.refused.discard(name)
            self.shapes[name] = figure if figure.text else None
        shape = self.shapes[name]
        return Settled(variable=variable, figure=shape)

    def number_of(self, name: str) -> Figure | None:
        """The number that lines give: a score, a define by cases, an output of a table."""
        settled = self.named(name)
        return None if settled is None else settled.figure

    def _written(self, name: str, variable: str) -> Figure | None:
        home = self.guideline.named_by_name[name]
        match home:
            case ir.Score():
                return score(self, home, variable)
            case ir.DefinedCases():
                return cases(self, values_of(home, name), home.first_that_applies, variable)
            case ir.Table():
                return cases(self, values_of(home, name), home.first_that_applies, variable)
            case _:
                return None

    @contextmanager
    def tried(self) -> Iterator[Going]:
        """Lines that are taken back unless they are ``kept``."""
        code = self.locals.code
        length, before = len(code.lines), code.path
        code.path = before.copy()
        going = Going()
        yield going
        if going.kept:
            after = code.path
            before.loaded, before.known, before.missing = after.loaded, after.known, after.missing
        else:
            del code.lines[length:]
        code.path = before

    def assign(self, variable: str, needs: Sequence[str], write: Callable[[], None]) -> None:
        """Lines of ``write`` where no variable is None; where one is, so is this one."""
        code = self.locals.code
        path = code.path
        path.loaded.add(variable)
        if any(need in path.missing for need in needs):
            code.add(f"{variable} = None")
            path.missing.add(variable)
            return
        unsure = [need for need in dict.fromkeys(needs) if need not in path.known]
        if not unsure:
            write()
            return
        with code.block(f"if {' or '.join(f'{need} is None' for need in unsure)}:"):
            code.add(f"{variable} = None")
        with code.block("else:"):
            code.path.known.update(unsure)
            write()

    # --- tests --------------------------------------------------------------------------------------------------------

    def test(self, node: ir.AnyCondition) -> Test | None:
        """A test that is no plain comparison of one input; None where it is left to the exact support."""
        match node:
            case ir.Band():
                return self._band(node)
            case ir.WordIs(subject=ir.NamedWord(name=name), words=words):
                settled = self.named(name)
                if settled is None:
                    return None
                variable = settled.variable
                if len(words) == 1:
                    yes, no = f"{variable} == {words[0]!r}", f"{variable} != {words[0]!r}"
                else:
                    yes, no = f"{variable} in {words!r}", f"{variable} not in {words!r}"
                return Test(yes=yes, no=no, needs=(variable,))
            case ir.Known(of=name, state=None) if name not in self.guideline.inputs:
                needs = self.needs_of(name)
                if needs is None:
                    return None
                return Test(yes=str(node.known), no=str(not node.known), needs=needs)
            case _:
                return None

    def needs_of(self, name: str) -> tuple[str, ...] | None:
        """What must not be None for a named number or word to be known, and without fault."""
        home = self.guideline.named_by_name[name]
        if isinstance(home, ir.DefinedNumber):
            found = self.figure(home.value)
            return None if found is None else found.needs
        settled = None if isinstance(home, ir.DefinedCondition) else self.named(name)
        return None if settled is None else (settled.variable,)

    def unsure(self, name: str) -> str | None:
        """Where a named value is left to the exact support: Python, or None for always."""
        home = self.guideline.named_by_name[name]
        if isinstance(home, ir.DefinedCondition):
            return None
        needs, path = self.needs_of(name), self.locals.code.path
        if needs is None or any(need in path.missing for need in needs):
            return None
        unsure = [f"{need} is None" for need in needs if need not in path.known]
        return " or ".join(unsure) or "False"

    def amount(self, node: ir.AnyNumber) -> str:
        """The variable of a dose's number, exactly; None is unknown."""
        code = self.locals.code
        variable = self.locals.named(f"amount {id(node)}", "amount")
        if variable in code.path.loaded:
            return variable
        exact = exactly(self, node)
        if exact is not None and not any(need in code.path.missing for need in exact.needs):
            unsure = [f"{need} is None" for need in exact.needs if need not in code.path.known]
            if unsure:
                with code.block(f"if {' or '.join(unsure)}:"):
                    self._amount_by_support(node, variable)
                with code.block("else:"):
                    code.add(f"{variable} = {exact.text}")
            else:
                code.add(f"{variable} = {exact.text}")
        else:
            self._amount_by_support(node, variable)
        code.path.loaded.add(variable)
        return variable

    def _amount_by_support(self, node: ir.AnyNumber, variable: str) -> None:
        found = self.locals.exact(f"number {id(node)}", "number", node)
        self.locals.code.add(f"{variable} = {found}.written()")

    def _band(self, node: ir.Band) -> Test | None:
        bounds = [bound.value for bound in (node.low, node.high) if bound is not None]
        if not bounds:
            return None
        if all(isinstance(bound, ir.Const) for bound in bounds):
            subject, factor, offset = linear(self.guideline, node.subject)
            found = self.figure(subject)
            if found is None:
                return None
            if found.step is not None:
                yes, no = counted(node, found, found.step, (factor, offset))
                return Test(yes=yes, no=no, needs=found.needs)
            variable = self._float(subject, found, node.subject)
            shift = factor, offset
            ends = limits(node.low, shift), limits(node.high, shift)
            tests = shifted(variable, found.error, *ends)
            exact = exactly(self, subject)
            return Test(
                yes=tests[0],
                no=tests[1],
                needs=(),
                sure=False,
                exact=None if exact is None else between(exact.text, *ends),
                settled=self._is_there(variable, found),
            )
        return self._level(node) or self._apart(node)

    def _level(self, node: ir.Band) -> Test | None:
        """An input beside a whole number that cases give, in one unit: Python compares these exactly."""
        subject, factor, offset = linear(self.guideline, node.subject)
        bound = node.low or node.high
        if bound is None or (node.low is not None and node.high is not None) or factor != 1 or offset:
            return None
        if not isinstance(subject, ir.InputNumber) or whole_limits(self.guideline, bound.value) is None:
            return None
        variable = self.locals.input(subject.name)
        other = self.figure(bound.value)
        if other is None or other.step is None or other.step.denominator != 1:
            return None
        limit = formulas.times(other.text, int(other.step))
        signs = (">", "<=") if node.low is not None else ("<", ">=")
        if bound.included:
            signs = (">=", "<") if node.low is not None else ("<=", ">")
        needs = (variable, *other.needs)
        return Test(yes=f"{variable} {signs[0]} {limit}", no=f"{variable} {signs[1]} {limit}", needs=needs)

    def _apart(self, node: ir.Band) -> Test | None:
        """Two numbers, by their difference."""
        tests: list[tuple[str, str]] = []
        exact: list[str | None] = []
        settled: list[str] = []
        for bound, is_low in ((node.low, True), (node.high, False)):
            if bound is None:
                continue
            left, right = self.figure(node.subject), self.figure(bound.value)
            if left is None or right is None:
                return None
            gap = formulas.near(formulas.added(left, right, sign=-1))
            if not formulas.is_manageable(gap):
                return None
            variable = self._float((node.subject, bound.value), gap, node.subject)
            zero = (Fraction(0), bound.included)
            ends = (zero, None) if is_low else (None, zero)
            tests.append(shifted(variable, gap.error, *ends))
            one, other = exactly(self, node.subject), exactly(self, bound.value)
            exact.append(between(f"({one.text} - {other.text})", *ends) if one and other else None)
            settled.append(self._is_there(variable, gap))
        return Test(
            yes=" and ".join(yes for yes, _ in tests),
            no=" or ".join(no for _, no in tests),
            needs=(),
            sure=False,
            exact=None if None in exact else " and ".join(filter(None, exact)),
            settled=" and ".join(dict.fromkeys(each for each in settled if each != "True")) or "True",
        )

    def _is_there(self, variable: str, figure: Figure) -> str:
        """Whether a float is a number, for which all that it needs is known: "not a number" is less than nothing."""
        known = all(need in self.locals.code.path.known for need in figure.needs)
        return "True" if known else f"{variable} < 1e308"

    def _float(self, of: object, figure: Figure, named: ir.AnyNumber) -> str:
        """The variable of a float; "not a number", of which no comparison is true, where something is not known."""
        key = f"near {meaning(of)!r}"
        name = self.locals.context.identifier(named.name) if isinstance(named, ir.NamedNumber) else "number"
        variable = self.locals.named(key, f"{name}_about")
        path = self.locals.code.path
        if variable not in path.loaded:
            path.loaded.add(variable)
            unsure = [need for need in figure.needs if need not in path.known]
            text = bare(figure.text)
            if unsure:
                text = f"{text} if {' and '.join(f'{need} is not None' for need in unsure)} else NOT_SETTLED"
            self.locals.code.add(f"{variable} = {text}")
        return variable

    # --- what conditions rest on --------------------------------------------------------------------------------------

    def leaves(self, node: ir.AnyCondition) -> tuple[str, ...] | None:
        """The variables that must not be None for a condition to be true or false by plain tests."""
        match node:
            case ir.Always():
                return ()
            case ir.Not(operand=operand):
                return self.leaves(operand)
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                return self.all_leaves(operands)
            case ir.NamedCondition(name=name):
                home = self.guideline.named_by_name[name]
                assert isinstance(home, ir.DefinedCondition), name
                inner = self.leaves(home.condition)
                variable = self.truths.kept_in(name)
                return inner if inner is None or variable is None else (*inner, variable)
            case ir.Flag(name=name) | ir.SetHas(name=name) | ir.WordIs(subject=ir.InputWord(name=name)):
                return (self.locals.input(name),)
            case ir.Known(of=name, state=None) if name in self.guideline.inputs:
                self.locals.input(name)
                return ()
            case ir.Band() if (plain := self.truths.plain(node)) is not None:
                return (plain.variable,)
            case _:
                test = self.test(node)
                return test.needs if test is not None and test.sure else None

    def all_leaves(self, nodes: Sequence[ir.AnyCondition]) -> tuple[str, ...] | None:
        """Those of several."""
        found: dict[str, None] = {}
        for node in nodes:
            own = self.leaves(node)
            if own is None:
                return None
            found.update(dict.fromkeys(own))
        return tuple(found)


@dataclass(slots=True)
class Going:
    """Whether what was written stays."""

    kept: bool = False
