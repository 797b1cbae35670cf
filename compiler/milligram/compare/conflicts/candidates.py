"""Which pairs of many guidelines can conflict at all, and which drugs so many have to do with that they are told
together.

Enters: a `Field` of guidelines. Leaves: the pairs to compare one by one, and the *hubs*: drugs with more than
`MOST_PAIRS` pairs of places.

    a: give magnesium_oxide        b: never give magnesium when …      c: define febrile: temperature over 38 °C
    ->  (a, b) share magnesium; c shares nothing

Two places can conflict where one gives (or suggests) what the other is against, or both give it, and where some patient
may come to both (`Field.apart`). Two names with limits, where their limits differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TypeAlias

from milligram.compare.conflicts.field import Field
from milligram.compare.conflicts.index import Act, Profile, Token
from milligram.compare.conflicts.matching import NOTHING_SAID, Same
from milligram.diagnostics import Code
from milligram.diagnostics.registry import DUPLICATE_THERAPY, GUIDELINES_CONTRADICT

MOST_PAIRS = 45
"""With more pairs of guidelines for one drug, the drug is a hub: nobody reads as many findings."""

Pair = tuple[int, int]
Placed = tuple[int, Act]
"""A place with the number of its guideline."""


Signs: TypeAlias = dict[Hashable, list[int]]
"""The guidelines that define a name alike, by what is alike."""


@dataclass(frozen=True, kw_only=True)
class Hub:
    """A drug that many have to do with. ``before`` are the hubs that were looked at before it."""

    token: Token
    drug: tuple[int, str]
    before: frozenset[Token]


@dataclass(kw_only=True)
class Candidates:
    """What is to be looked at. ``alone`` are pairs that were found together, and are to be told one by one after all,
    with the codes that they show, and of which drug. ``names`` are those that more than two define, not all alike."""

    pairs: set[Pair] = field(default_factory=set)
    hubs: tuple[Hub, ...] = ()
    alone: dict[Pair, set[tuple[Code, Token]]] = field(default_factory=dict)
    names: dict[Token, Signs] = field(default_factory=dict)

    @property
    def tokens(self) -> frozenset[Token]:
        """What the hubs are known by."""
        return frozenset(hub.token for hub in self.hubs)

    def together(self, pair: Pair, one: Act, other: Act) -> bool:
        """Whether two places of a pair are told with others, and not in a finding of their own."""
        shared = one.direct & other.direct if self.hubs else frozenset()
        token = next((hub.token for hub in self.hubs if hub.token in shared), None)
        if token is None:
            return False
        code = DUPLICATE_THERAPY if one.is_for and other.is_for else GUIDELINES_CONTRADICT
        return (code, token) not in self.alone.get(pair, ())

    def told_alone(self, field: Field, pair: Pair, names: tuple[str, str]) -> bool:
        """Whether a name of a pair is told in a finding of its own."""
        if not self.names:
            return True
        tokens = [
            {
                token
                for name, _, tokens in field.profiles[number].compared(field.same)
                if name == own
                for token in tokens
            }
            for number, own in zip(pair, names, strict=True)
        ]
        return not tokens[0] & tokens[1] & self.names.keys()


def candidates(field: Field, *, together: bool = True) -> Candidates:
    """The pairs to compare one by one, and what is told together; not ``together``: all pairs one by one."""
    placed: dict[bool, dict[Token, list[Placed]]] = {True: defaultdict(list), False: defaultdict(list)}
    for number, profile in enumerate(field.profiles):
        for act in profile.acts:
            for token in act.related:
                placed[act.is_for][token].append((number, act))
    found = Candidates(hubs=tuple(_hubs(field)) if together else ())
    hubs = found.tokens
    for token, givers in placed[True].items():
        others = [*placed[False].get(token, ()), *(each for each in givers if each[1].kind == "give")]
        found.pairs.update(_meeting(field, givers, others, hubs))
    for token, signs in _by_limits(field).items():
        if together and _count_of(signs) > 1:
            found.names[token] = signs
        else:
            found.pairs.update(_pairs_of(signs))
    return found


def candidate_pairs(profiles: Sequence[Profile], same: Same = NOTHING_SAID) -> list[Pair]:
    """The pairs that may conflict, each once, in order."""
    return sorted(candidates(Field(profiles, same), together=False).pairs)


def _meeting(field: Field, givers: Sequence[Placed], others: Sequence[Placed], hubs: frozenset[Token]) -> set[Pair]:
    """The pairs of guidelines of which two such places may have a patient in common, and are not told together."""
    found: set[Pair] = set()
    for ours, gives in _by_hubs(givers, hubs).items():
        for theirs, against in _by_hubs(others, hubs).items():
            if ours & theirs:
                continue
            for (one, act), (other, another) in product(gives, against):
                if one == other or (another.is_for and act.kind != "give"):
                    continue
                pair = (one, other) if one < other else (other, one)
                if pair not in found and not field.apart(field.box(one, act), field.box(other, another)):
                    found.add(pair)
    return found


def _by_hubs(places: Sequence[Placed], hubs: frozenset[Token]) -> dict[frozenset[Token], list[Placed]]:
    found: dict[frozenset[Token], list[Placed]] = defaultdict(list)
    for place in places:
        found[place[1].direct & hubs].append(place)
    return found


# --- hubs -------------------------------------------------------------------------------------------------------------


def _hubs(field: Field) -> Iterator[Hub]:
    """The drugs with too many pairs: those of a class after what is no class, the larger first."""
    giving: dict[Token, set[int]] = defaultdict(set)
    for_it: dict[Token, set[int]] = defaultdict(set)
    against: dict[Token, set[int]] = defaultdict(set)
    for number, profile in enumerate(field.profiles):
        for act in profile.acts:
            for token in act.direct:
                (for_it if act.is_for else against)[token].add(number)
                if act.kind == "give":
                    giving[token].add(number)
    counts = {
        token: len(giving[token]) * (len(giving[token]) - 1) // 2 + len(each) * len(against[token])
        for token, each in for_it.items()
    }
    large = {token: _drug(field, token, for_it[token]) for token, count in counts.items() if count > MOST_PAIRS}

    def rank(token: Token) -> tuple[bool, int, str, str]:
        number, name = large[token]
        drug = field.profiles[number].guideline.drugs.get(name)
        return drug is not None and drug.is_class, -counts[token], token[0], str(token[1])

    before: frozenset[Token] = frozenset()
    for token in sorted(large, key=rank):
        yield Hub(token=token, drug=large[token], before=before)
        before |= {token}


def _drug(field: Field, token: Token, numbers: set[int]) -> tuple[int, str]:
    """A guideline that knows a drug by a token, and its name there: the first that does."""
    for number in sorted(numbers):
        names = field.profiles[number].names_of(token)
        if names:
            return number, names[0]
    raise AssertionError(token)


# --- limits -----------------------------------------------------------------------------------------------------------


def _by_limits(field: Field) -> dict[Token, Signs]:
    """Who defines each name, or title, and how."""
    found: dict[Token, Signs] = defaultdict(lambda: defaultdict(list))
    for number, profile in enumerate(field.profiles):
        for _, sign, tokens in profile.compared(field.same):
            for token in tokens:
                found[token][sign].append(number)
    return found


def _pairs_of(signs: Signs) -> Iterator[Pair]:
    """The pairs that do not define a name alike."""
    for one, other in combinations(signs.values(), 2):
        for left, right in product(one, other):
            if left != right:
                yield (left, right) if left < right else (right, left)


def _count_of(signs: Signs) -> int:
    every = [len(numbers) for numbers in signs.values()]
    return (sum(every) ** 2 - sum(count**2 for count in every)) // 2
