"""What patients should show of a guideline, one by one.

Enters: a guideline. Leaves: its `Survey`: every `Goal` with a number, so that what a patient shows is a set of bits.

    decide "Renal function" by creatinine_clearance       branch     unknown; under 20 mL/min; 20 to under 30 mL/min; …
                                                          threshold  creatinine clearance exactly 30 mL/min, …

**Kinds.** *branch*: each branch of a ``decide``, each way a ``when``, a define, a line of a score or a rule of a ladder
comes out, each row, case, step and move. *threshold*: each number from just under, exactly, and just over it, where it
is compared. *unknown*: each test with its value unknown. *condition*: each test of an *and*, *or*, *not* or *at least N
of* deciding the whole by itself, once true and once false (masking MC/DC: J. J. Chilenski, "An investigation of three
forms of the modified condition decision coverage criterion", DOT/FAA/AR-01/18). *never*: each rule of a pitfall true,
unknown (it keeps the drug back) and false.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal as L
from typing import TypeAlias, assert_never

from milligram.compare.cases.places import AnyLeaf, Leaf, Root, roots_of
from milligram.compare.cases.thresholds import SIDES, Threshold, thresholds_of
from milligram.ir import nodes as ir
from milligram.ir.print import branch_text, const_text, join, number_text, statement_text, title_of
from milligram.ir.walk import all_statements, statements

GoalKind: TypeAlias = L["branch", "condition", "threshold", "unknown", "never"]

KINDS: tuple[GoalKind, ...] = ("branch", "condition", "threshold", "unknown", "never")

_SIDE_WORDS = {"under": "just under", "at": "exactly", "over": "just over"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One thing that some patient should show. ``title`` names the place and ``text`` what is to happen there.

    ``about`` and ``how`` say the same in two parts: goals of one place about the same thing can be told together.
    """

    index: int
    kind: GoalKind
    line: int
    title: str
    text: str
    about: str
    how: str = ""
    key: Hashable

    @property
    def bit(self) -> int:
        """Its bit in what a patient shows."""
        return 1 << self.index


WORDS = ("when", "applies when", "define")
"""Titles that are words of the language, which a condition follows without a colon."""


def told_together(goals: Iterable[Goal]) -> Iterator[tuple[int, str]]:
    """Each line with its words; the sides of one threshold are told together, and the outcomes of one condition."""
    groups: dict[tuple[int, str, str], list[str]] = {}
    for goal in goals:
        groups.setdefault((goal.line, goal.title, goal.about), []).append(goal.how)
    for (line, title, about), hows in groups.items():
        end = join((how for how in hows if how), "or")
        yield line, f"{title}{' ' if title in WORDS else ': '}{about}{f': {end}' if end else ''}"


class Survey:
    """The goals of one guideline, and the places that they are about."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.roots: tuple[Root, ...] = roots_of(guideline)
        self.thresholds: tuple[Threshold, ...] = thresholds_of(guideline, self.roots)
        self.goals: list[Goal] = []
        self.by_key: dict[Hashable, Goal] = {}
        self.unknown_of: dict[int, Hashable] = {}
        for statement in all_statements(guideline):
            if isinstance(statement, ir.Decide):
                self._decide(statement)
        for root in self.roots:
            self._root(root)
        for home in guideline.named:
            self._otherwise(home)
        for regimen in guideline.regimens.values():
            self._ladder(regimen)
        for threshold in self.thresholds:
            for side in SIDES:
                key, how = ("side", threshold.index, side), _SIDE_WORDS[side]
                text = f"{threshold.what} {how} {threshold.limit}"
                about = f"{threshold.what} {threshold.limit}"
                self._add("threshold", threshold.line, threshold.title, text, key, about, how)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves by their index."""
        return tuple(leaf for root in self.roots for leaf in root.leaves)

    @cached_property
    def leaves_at(self) -> dict[int, tuple[Leaf, ...]]:
        """The leaves by the identity of their nodes, as a run meets them."""
        found: dict[int, tuple[Leaf, ...]] = {}
        for leaf in self.leaves:
            found[id(leaf.node)] = (*found.get(id(leaf.node), ()), leaf)
        return found

    @property
    def all(self) -> int:
        """The bits of all goals."""
        return (1 << len(self.goals)) - 1

    def of_kind(self, kind: GoalKind) -> int:
        """The bits of the goals of one kind."""
        return sum(goal.bit for goal in self.goals if goal.kind == kind)

    def bit(self, *key: Hashable) -> int:
        """The bit of a goal by its key; none where there is no such goal."""
        goal = self.by_key.get(key)
        return 0 if goal is None else goal.bit

    def goals_in(self, bits: int) -> list[Goal]:
        """The goals of some bits, in order."""
        return [goal for goal in self.goals if bits & goal.bit]

    def goals_of(self, root: Root) -> list[Goal]:
        """The goals about one root."""
        keys: list[Hashable] = [("out", root.index, outcome) for outcome in (True, False, None)]
        for leaf in root.leaves:
            keys += [("decides", leaf.index, True), ("decides", leaf.index, False), self.unknown_of.get(leaf.index)]
            for threshold in self.thresholds:
                if any(end.leaf is leaf for end in threshold.ends):
                    keys += [("side", threshold.index, side) for side in SIDES]
        return [self.by_key[key] for key in keys if key in self.by_key]

    # --- making them --------------------------------------------------------------------------------------------------

    def _add(
        self, kind: GoalKind, line: int, title: str, text: str, key: Hashable, about: str | None = None, how: str = ""
    ) -> None:
        if key not in self.by_key:
            self.by_key[key] = Goal(
                index=len(self.goals),
                kind=kind,
                line=line,
                title=title,
                text=text,
                about=text if about is None else about,
                how=how,
                key=key,
            )
            self.goals.append(self.by_key[key])

    def _decide(self, node: ir.Decide) -> None:
        title = statement_text(node, self.guideline)
        for branch in node.branches:
            line, text = self.guideline.line(branch), branch_text(branch, self.guideline)
            self._add("branch", line, title, text, ("branch", branch.id))
        conditions = [branch.condition for branch in node.branches if branch.condition is not None]
        if all(branch.kind != "unknown" for branch in node.branches) and any(map(can_be_unknown, conditions)):
            self._add("branch", self.guideline.line(node), title, "unknown, and asked", ("asks", node.id))

    def _root(self, root: Root) -> None:
        match root.kind:
            case "branch":
                pass  # the branch itself is a goal
            case "row" | "case":
                self._add("branch", root.line, root.title, root.text, ("out", root.index, True))
            case "applies" | "define" | "line" | "step" | "beyond" | "back" | "stop" | "hold" | "when" | "never":
                self._outcomes(root)
            case _:
                assert_never(root.kind)
        for leaf in root.leaves:
            if len(root.leaves) > 1:
                for value, how in ((True, "yes"), (False, "no")):
                    key = ("decides", leaf.index, value)
                    self._add("condition", root.line, root.title, f"{leaf.text}: {how}", key, leaf.text, how)
            if not isinstance(leaf.node, ir.Known) and not (len(root.leaves) == 1 and self._has_unknown(root)):
                about = _about(leaf.node)
                unknown = ("unknown", id(root.owner), about)
                self._add("unknown", root.line, root.title, f"{self._subject(leaf.node)} unknown", unknown)
                self.unknown_of[leaf.index] = unknown

    def _outcomes(self, root: Root) -> None:
        """How a whole condition comes out."""
        if isinstance(root.node, ir.Always):
            return
        kind: GoalKind = "never" if root.kind == "never" else "branch"
        about = root.title if root.kind == "define" else root.text
        only = root.leaves[0].node if len(root.leaves) == 1 else None
        unsure = f"{self._subject(only)} unknown" if only is not None else f"{about}: unknown"
        outcomes: list[tuple[bool | None, str, str]] = [
            (True, f"{about}: yes" if root.kind == "define" else about, "yes"),
            (False, f"{about}: no", "no"),
        ]
        if can_be_unknown(root.node):
            outcomes.append((None, unsure, "unknown"))
        for outcome, text, how in outcomes:
            title = "define" if root.kind == "define" else root.title
            self._add(kind, root.line, title, text, ("out", root.index, outcome), about, how)

    def _has_unknown(self, root: Root) -> bool:
        """Whether a goal already asks for the whole root to be unknown."""
        return ("out", root.index, None) in self.by_key

    def _subject(self, node: AnyLeaf) -> str:
        """What a test looks at, by its title."""
        match node:
            case ir.Band(subject=subject):
                return number_text(subject, self.guideline)
            case ir.WordIs(subject=word):
                return title_of(self.guideline, word.name)
            case ir.Flag(name=name) | ir.SetHas(name=name) | ir.NamedCondition(name=name) | ir.Known(of=name):
                return title_of(self.guideline, name)
            case _:
                assert_never(node)

    def _otherwise(self, home: ir.Named) -> None:
        if isinstance(home, ir.DefinedCases):
            for index, case in enumerate(home.cases):
                if case.condition is None:
                    line, title = self.guideline.line(case), title_of(self.guideline, home.name)
                    self._add("branch", line, title, "otherwise", ("otherwise", id(home), index))

    def _ladder(self, regimen: ir.Regimen) -> None:
        title = regimen.title
        for step in regimen.steps:
            line = self.guideline.line(step)
            self._add("branch", line, title, f"step {step.number} given", ("given", regimen.name, step.number))
            if step.number > 1:
                text = f"step {step.number - 1} to step {step.number}"
                self._add("branch", line, title, text, ("move", regimen.name, step.number - 1, step.number))
        for index, beyond in enumerate(regimen.beyond):
            line, text = self.guideline.line(beyond), f"beyond step {len(regimen.steps)}"
            self._add("branch", line, title, text, ("ahead", regimen.name, index))
        for back in regimen.back:
            line, text = self.guideline.line(back), f"back to step {back.number}"
            self._add("branch", line, title, text, ("back", back.id))

    @cached_property
    def steps_of(self) -> dict[int, tuple[str, int]]:
        """The statements of the steps of ladders by their ids: whose, and which step."""
        return {
            statement.id: (regimen.name, step.number)
            for regimen in self.guideline.regimens.values()
            for step in regimen.steps
            for statement in statements(step.body)
        }

    @cached_property
    def written(self) -> dict[tuple[str, Fraction], str]:
        """How the author wrote a threshold of an input, by the input and its value: ``1.7 mg/dL``."""
        found: dict[tuple[str, Fraction], str] = {}
        for threshold in self.thresholds:
            if not isinstance(threshold.subject, ir.InputNumber) or threshold.value is None:
                continue
            for end in threshold.ends:
                bound = end.bound.value
                if isinstance(bound, ir.Const) and bound.written_unit is not None:
                    found.setdefault((threshold.subject.name, threshold.value), const_text(bound))
        return found

    def can_be_written(self, key: tuple[str, str], value: object) -> bool:
        """Whether a case can give a value exactly: with few decimals, in whole minutes, or as the author wrote it."""
        if not isinstance(value, Fraction) or (value * 10**9).denominator == 1:
            return True
        kind, name = key
        return (kind == "time" and (value * 1440).denominator == 1) or (name, value) in self.written

    @cached_property
    def gives_of(self) -> dict[str, frozenset[int]]:
        """The statements that give each ladder, by their ids."""
        found: dict[str, set[int]] = {name: set() for name in self.guideline.regimens}
        for statement in all_statements(self.guideline):
            if isinstance(statement, ir.Give) and statement.what in found:
                found[statement.what].add(statement.id)
        return {name: frozenset(ids) for name, ids in found.items()}


def _about(node: AnyLeaf) -> Hashable:
    """What a test looks at: tests of one owner that look at the same are unknown together."""
    match node:
        case ir.Band(subject=subject):
            return subject
        case ir.WordIs(subject=word):
            return word
        case ir.Flag(name=name) | ir.SetHas(name=name) | ir.NamedCondition(name=name) | ir.Known(of=name):
            return name
        case _:
            assert_never(node)


def can_be_unknown(condition: ir.AnyCondition) -> bool:
    """Whether a condition holds a test that can be unknown, as ``is known`` cannot."""
    from milligram.compare.cases.places import leaves_of

    return any(not isinstance(leaf, ir.Known) for leaf in leaves_of(condition))
