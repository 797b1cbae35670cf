"""What a guideline says of drugs and limits, and by what another guideline may know that.

Enters: a guideline. Leaves: its `Profile`, made once: its places for and against drugs, and the limits of its names.

    give magnesium_oxide, never give magnesium when …, define febrile: temperature over 38 °C
    ->  a give of magnesium_oxide and magnesium, a rule against magnesium, febrile by temperature at 38
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.compare.conflicts.drugs import Surely
from milligram.compare.conflicts.matching import NOTHING_SAID, Same, drugs_of, formula_of, titles_of_named
from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.drugs import delivers
from milligram.ir.same import meaning
from milligram.ir.walk import all_statements, descend, statements
from milligram.syntax import nodes as ast

Kind: TypeAlias = L["give", "suggest", "advise_against", "stop", "hold", "never"]
Token: TypeAlias = tuple[str, Hashable]

FOR: tuple[Kind, ...] = ("give", "suggest")

AnyAct: TypeAlias = ir.Give | ir.Suggest | ir.AdviseAgainst | ir.Stop | ir.Hold | ir.NeverRule | ir.Interruption


@dataclass(frozen=True, kw_only=True)
class Act:
    """A place that is for or against drugs. ``regimen`` is the ladder on which a give stands, or that is stopped."""

    kind: Kind
    node: AnyAct
    drugs: tuple[str, ...]
    regimen: str | None = None

    # what its drugs are known by: those that it is itself about, and those of all that they have to do with
    direct: frozenset[Token] = frozenset()
    related: frozenset[Token] = frozenset()

    @property
    def is_for(self) -> bool:
        """Whether it gives or suggests."""
        return self.kind in FOR


Limit: TypeAlias = tuple[Fraction, bool]
"""A number, and whether it is itself above the limit: *under 3.5* and *at least 3.5* are one limit, *at most 3.5* is
another."""

Limits: TypeAlias = Mapping[tuple[str, str], frozenset[Limit]]
"""Per input or named number the limits that a name compares it with, in its own unit."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What one guideline is about: its places for and against drugs; ``limits`` are those of its names, ``scores`` what
    its scores count, ``known_by`` the drugs that another guideline may know by a token."""

    guideline: ir.Guideline
    file: ast.File
    acts: tuple[Act, ...]
    limits: Mapping[str, Limits]
    scores: Mapping[str, Hashable]
    known_by: Mapping[Token, tuple[str, ...]]

    def compared(self, same: Same) -> Iterator[tuple[str, Hashable, tuple[Token, ...]]]:
        """The names that another guideline may define otherwise, each with what is equal where nothing differs, and
        what it is known by."""
        titles = titles_of_named(self.guideline)
        every: dict[str, Hashable] = {name: frozenset(limits.items()) for name, limits in self.limits.items()}
        for name, sign in {**every, **self.scores}.items():
            tokens: list[Token] = [("name", name)]
            if name in titles:
                tokens.append(("title", titles[name]))
            if (group := same.group_of(self.guideline, name)) is not None:
                tokens.append(("said", group))
            yield name, sign, tuple(tokens)

    def names_of(self, token: Token) -> tuple[str, ...]:
        """The drugs of the guideline that are known by a token."""
        return self.known_by.get(token, ())


def profile_of(guideline: ir.Guideline, file: ast.File, same: Same = NOTHING_SAID) -> Profile:
    """The profile of one guideline."""
    acts = tuple(_acts(guideline))
    known = _tokens(guideline, {drug for act in acts for drug in act.drugs}, same)
    surely = Surely(guideline)

    def told(act: Act) -> Act:
        given = {each for drug in act.drugs for each in (surely.of(drug) if act.is_for else (drug,))}
        return replace(
            act,
            direct=frozenset(token for each in given for token in _own_tokens(guideline, each, same)),
            related=frozenset(token for drug in act.drugs for token in known.get(drug, ())),
        )

    known_by: dict[Token, tuple[str, ...]] = {}
    for name in drugs_of(guideline):
        for token in _own_tokens(guideline, name, same):
            known_by[token] = (*known_by.get(token, ()), name)
    return Profile(
        guideline=guideline,
        file=file,
        acts=tuple(map(told, acts)),
        limits=dict(_limits(guideline)),
        scores={home.name: meaning(home.lines) for home in guideline.named if isinstance(home, ir.Score)},
        known_by=known_by,
    )


# --- acts -------------------------------------------------------------------------------------------------------------


def _acts(guideline: ir.Guideline) -> Iterator[Act]:
    ladders: dict[int, str] = {}
    for regimen in guideline.regimens.values():
        bodies = [step.body for step in regimen.steps] + [beyond.body for beyond in regimen.beyond]
        ladders.update({inner.id: regimen.name for body in bodies for inner in statements(body)})
    for node in all_statements(guideline):
        ladder = ladders.get(node.id)
        match node:
            case ir.Give(what=what) if what not in guideline.regimens:
                yield Act(kind="give", node=node, drugs=(what,), regimen=ladder)
            case ir.Suggest(what=str(what)):
                yield Act(kind="suggest", node=node, drugs=_drugs(guideline, what), regimen=ladder)
            case ir.AdviseAgainst(what=what):
                yield Act(kind="advise_against", node=node, drugs=_drugs(guideline, what))
            case ir.Stop(what=what):
                yield Act(kind="stop", node=node, drugs=_drugs(guideline, what, every=True))
            case ir.Hold(what=what):
                yield Act(kind="hold", node=node, drugs=_drugs(guideline, what, every=True))
            case _:
                pass
    for pitfall in guideline.pitfalls:
        for rule in pitfall.rules:
            yield Act(kind="never", node=rule, drugs=_drugs(guideline, rule.target))
    for regimen in guideline.regimens.values():
        for each in regimen.interruptions:
            drugs = _drugs(guideline, regimen.name, every=True)
            yield Act(kind=each.kind, node=each, drugs=drugs, regimen=regimen.name)


def _drugs(guideline: ir.Guideline, what: str, *, every: bool = False) -> tuple[str, ...]:
    """The drugs that a statement on ``what`` is about. One on a regimen of several drugs is about none of them alone,
    unless all stop with it (``every``)."""
    regimen = guideline.regimens.get(what)
    if regimen is None:
        return (what,)
    found = dict.fromkeys([regimen.of] if regimen.of is not None else [])
    for step in regimen.steps:
        for node in statements(step.body):
            if isinstance(node, ir.Give) and node.what not in guideline.regimens:
                found[node.what] = None
    return tuple(found) if every or len(found) == 1 else ()


def _tokens(guideline: ir.Guideline, wanted: Iterable[str], same: Same) -> dict[str, frozenset[Token]]:
    """Per drug what another guideline may know it by: itself, what it delivers, and what delivers some of that."""
    delivering: dict[str, set[str]] = defaultdict(set)
    for name in drugs_of(guideline):
        for each in delivers(guideline, name):
            delivering[each].add(name)
    own = {name: tuple(_own_tokens(guideline, name, same)) for name in delivering}
    found: dict[str, frozenset[Token]] = {}
    for name in wanted:
        delivered = delivers(guideline, name)
        related = {name, *delivered}.union(*(delivering[each] for each in delivered))
        found[name] = frozenset(token for each in related for token in own.get(each, ()))
    return found


def _own_tokens(guideline: ir.Guideline, name: str, same: Same) -> Iterator[Token]:
    yield "name", name
    if (formula := formula_of(guideline, name)) is not None:
        yield "formula", formula
    if (group := same.group_of(guideline, name)) is not None:
        yield "said", group


# --- limits -----------------------------------------------------------------------------------------------------------


def _limits(guideline: ir.Guideline) -> Iterator[tuple[str, Limits]]:
    """The limits of each name that is a condition or a word."""
    for name, home in guideline.named_by_name.items():
        if isinstance(home, ir.DefinedCondition) or words_of(home, name):
            found = limits_of(guideline, name)
            if found:
                yield name, found


def limits_of(guideline: ir.Guideline, name: str) -> Limits:
    """What a name compares with which limits."""
    found: dict[tuple[str, str], set[Limit]] = {}
    _collect(guideline, guideline.named_by_name[name], found, {name})
    return {subject: frozenset(values) for subject, values in found.items()}


def words_of(home: ir.Named, name: str) -> tuple[str, ...]:
    """The words that a name can stand for; none where it is no word."""
    kind: ir.Type | None = None
    match home:
        case ir.DefinedCases(type=kind):
            pass
        case ir.Table(outputs=outputs):
            kind = dict(outputs)[name]
        case _:
            pass
    return kind.words if isinstance(kind, ir.WordType) else ()


def _collect(guideline: ir.Guideline, home: ir.Node, found: dict[tuple[str, str], set[Limit]], seen: set[str]) -> None:
    for node in descend(home):
        match node:
            case ir.Band(subject=whole):
                subject, factor, offset = linear(guideline, whole)
                key = _key(subject)
                if key is None:
                    continue
                for bound, is_low in ((node.low, True), (node.high, False)):
                    if bound is not None and isinstance(bound.value, ir.Const):
                        above = bound.included is is_low
                        limit = (bound.value.value - offset) / factor, above if factor > 0 else not above
                        found.setdefault(key, set()).add(limit)
            case ir.NamedCondition(name=name) | ir.NamedWord(name=name) if name not in seen:
                seen.add(name)
                _collect(guideline, guideline.named_by_name[name], found, seen)
            case _:
                pass


def _key(subject: ir.AnyNumber) -> tuple[str, str] | None:
    match subject:
        case ir.InputNumber(name=name):
            return "input", name
        case ir.YearsSince(name=name):
            return "years since", name
        case ir.NamedNumber(name=name):
            return "named", name
        case _:
            return None
