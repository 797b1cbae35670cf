"""Every condition of a guideline at the place where it is read, taken apart into the tests it is made of.

Enters: a guideline. Leaves: its `Root` conditions in the order of the source, each with its `Leaf` tests.

    when serum_potassium under 3.5 mmol/L and not diuretics has loop   ->   Root(kind="when", leaves=(under 3.5, loop))

A define is a root of its own; where it is used, its name is one leaf. The lines of a monitor are roots of nothing: no
run reads their conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias, assert_never

from milligram.ir import nodes as ir
from milligram.ir.print import branch_text, cell_text, condition_text, join, statement_text, title_of
from milligram.ir.walk import all_statements

RootKind: TypeAlias = L[
    "applies", "define", "case", "row", "line", "step", "beyond", "back", "stop", "hold", "never", "when", "branch"
]

AnyLeaf: TypeAlias = ir.Flag | ir.NamedCondition | ir.Band | ir.WordIs | ir.SetHas | ir.Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A test that no *and*, *or* or *not* is part of; ``index`` counts the leaves of a guideline."""

    index: int
    node: AnyLeaf
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A whole condition where a run reads it.

    ``owner`` is the decision, table, score or rule that it belongs to: the leaves of one owner share their thresholds.
    ``title`` names the owner in the author's words and ``text`` the condition; ``id`` is that of the IR, where it has
    one, and ``position`` counts the rows of a table and the cases of a define.
    """

    index: int
    kind: RootKind
    owner: ir.Node
    node: ir.AnyCondition
    leaves: tuple[Leaf, ...]
    line: int
    title: str
    text: str
    id: int | None = None
    position: int = 0


def leaves_of(condition: ir.AnyCondition) -> Iterator[AnyLeaf]:
    """The tests of a condition, from left to right; constants are none."""
    match condition:
        case ir.Always():
            return
        case ir.Not(operand=operand):
            yield from leaves_of(operand)
        case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
            for operand in operands:
                yield from leaves_of(operand)
        case _:
            yield condition


def settle(condition: ir.AnyCondition, leaf: Callable[[AnyLeaf], bool | None]) -> bool | None:
    """What a condition comes to by Kleene's rules when each of its tests comes to what ``leaf`` says."""
    match condition:
        case ir.Always(value=value):
            return value
        case ir.Not(operand=operand):
            inner = settle(operand, leaf)
            return None if inner is None else not inner
        case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
            answers = [settle(operand, leaf) for operand in operands]
            count = _wanted(condition)
            sure = answers.count(True)
            if sure >= count:
                return True
            return None if sure + answers.count(None) >= count else False
        case _:
            return leaf(condition)


def _wanted(condition: ir.All | ir.Any | ir.AtLeast) -> int:
    """How many operands must be true."""
    match condition:
        case ir.All(operands=operands):
            return len(operands)
        case ir.Any():
            return 1
        case ir.AtLeast(count=count):
            return count
        case _:
            assert_never(condition)


def roots_of(guideline: ir.Guideline) -> tuple[Root, ...]:
    """Every condition that a run may read, in the order of the source."""
    finder = _Finder(guideline)
    finder.all()
    ordered = sorted(finder.found, key=lambda each: each.place)
    roots: list[Root] = []
    count = 0
    for each in ordered:
        leaves = []
        for node in leaves_of(each.node):
            leaves.append(Leaf(index=count, node=node, text=condition_text(node, guideline)))
            count += 1
        roots.append(
            Root(
                index=len(roots),
                kind=each.kind,
                owner=each.owner,
                node=each.node,
                leaves=tuple(leaves),
                line=guideline.source.line_of(each.at.span),
                title=each.title,
                text=each.text,
                id=each.id,
                position=each.position,
            )
        )
    return tuple(roots)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    kind: RootKind
    owner: ir.Node
    at: ir.Node
    node: ir.AnyCondition
    title: str
    text: str
    id: int | None = None
    position: int = 0

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the source."""
        return self.at.span.start, self.at.span.end


class _Finder:
    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.found: list[_Found] = []

    def add(
        self,
        kind: RootKind,
        owner: ir.Node,
        at: ir.Node,
        node: ir.AnyCondition | None,
        title: str,
        text: str | None = None,
        id: int | None = None,
        position: int = 0,
    ) -> None:
        if node is None:
            return
        words = condition_text(node, self.guideline) if text is None else text
        self.found.append(
            _Found(kind=kind, owner=owner, at=at, node=node, title=title, text=words, id=id, position=position)
        )

    def all(self) -> None:
        guideline = self.guideline
        if guideline.applies is not None:
            self.add("applies", guideline.applies, guideline.applies, guideline.applies, "applies when")
        for home in guideline.named:
            self.named(home)
        for regimen in guideline.regimens.values():
            self.regimen(regimen)
        for pitfall in guideline.pitfalls:
            for rule in pitfall.rules:
                title = f"never give {title_of(guideline, rule.target)}"
                self.add("never", rule, rule, rule.condition, title, id=rule.id)
        for statement in all_statements(guideline):
            match statement:
                case ir.When(condition=condition):
                    self.add("when", statement, statement, condition, "when", id=statement.id)
                case ir.Decide(branches=branches):
                    title = statement_text(statement, guideline)
                    for branch in branches:
                        text = branch_text(branch, guideline)
                        self.add("branch", statement, branch, branch.condition, title, text, branch.id)
                case _:
                    pass

    def named(self, home: ir.Named) -> None:
        guideline = self.guideline
        match home:
            case ir.DefinedCondition(name=name, condition=condition):
                self.add("define", home, home, condition, title_of(guideline, name))
            case ir.DefinedCases(name=name, cases=cases):
                for position, case in enumerate(cases):
                    self.add("case", home, case, case.condition, title_of(guideline, name), position=position)
            case ir.Table(outputs=outputs, rows=rows):
                title = join((title_of(guideline, name) for name, _ in outputs), "and")
                for position, row in enumerate(rows):
                    text = "; ".join(cell_text(cell, guideline) for cell in row.cells)
                    self.add("row", home, row, row.condition, title, text, position=position)
            case ir.Score(name=name, lines=lines):
                for line in lines:
                    self.add("line", home, line, line.condition, title_of(guideline, name))
            case ir.DefinedNumber():
                pass
            case _:
                assert_never(home)

    def regimen(self, regimen: ir.Regimen) -> None:
        for step in regimen.steps:
            if step.number > 1:  # the condition of the first step is read by nobody: a give is what starts it
                self.add("step", step, step, step.condition, f"{regimen.title} step {step.number}")
        for beyond in regimen.beyond:
            self.add("beyond", beyond, beyond, beyond.condition, f"{regimen.title} beyond its last step")
        for back in regimen.back:
            self.add("back", back, back, back.condition, f"{regimen.title} back to step {back.number}")
        for rule in regimen.interruptions:
            self.add(rule.kind, rule, rule, rule.condition, f"{rule.kind} {regimen.title}", id=rule.id)
