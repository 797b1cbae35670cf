"""What guidelines say against one another, for a patient whom both are for.

Enters: guidelines with their syntax trees. Leaves: a `Report`: MG701 (one gives what the other forbids, advises
against, stops or holds), MG702 (both give one drug), MG704 (one name, different limits), each with the patient for whom
both interpreters were run; MG000 for what was not decided; and how many pairs had to be looked at.

    article.mg gives magnesium for neck spasm, neck_spasm.mg advises against it   ->   MG701, "neck spasm yes, …"

Each guideline is looked at once (`milligram.compare.conflicts.index`); the pairs that share a drug or a name are put
into one question each (`milligram.compare.conflicts.pair`), the others need none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias

from milligram.checks.allowed import scopes
from milligram.compare.conflicts.candidates import candidates
from milligram.compare.conflicts.field import Field
from milligram.compare.conflicts.hubs import settle
from milligram.compare.conflicts.index import Act, Profile
from milligram.compare.conflicts.limits import Names, differing_limits
from milligram.compare.conflicts.matching import NOTHING_SAID, Same
from milligram.compare.conflicts.pair import Meeting, Pairing
from milligram.compare.conflicts.text import Clash, Place, contradiction, duplicate, not_decided, who
from milligram.diagnostics import Diagnostic
from milligram.interpret.depth import room_for
from milligram.prove.answers import Undecided
from milligram.prove.budget import Budget
from milligram.prove.formula import Formula, Spent
from milligram.source import SourceFile, Span

Together: TypeAlias = Callable[[Act, Act], bool]
"""Whether two places are told with those of other guidelines."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """The findings, and of how many pairs how many were compared one by one, and how many together: those of a drug
    that many have to do with."""

    findings: tuple[Diagnostic, ...]
    pairs: int
    considered: int
    together: int = 0

    @property
    def pruned(self) -> int:
        """Pairs that share nothing for any one patient."""
        return self.pairs - self.considered - self.together


def find_conflicts(
    profiles: Sequence[Profile],
    *,
    same: Same = NOTHING_SAID,
    budget: Callable[[], Budget] = Budget,
    as_of: date | None = None,
    progress: Callable[[list[tuple[int, int]]], Iterable[tuple[int, int]]] = iter,
) -> Report:
    """Everything between any two of the guidelines. ``budget`` makes what may be spent on one pair."""
    field = Field(profiles, same, as_of)
    looked = candidates(field)
    settled = settle(field, looked, budget)
    found = settled.findings
    pairs = sorted(looked.pairs)
    for pair in progress(pairs):
        one, other = pair
        found.extend(
            between(
                profiles[one],
                profiles[other],
                same=same,
                budget=budget(),
                as_of=as_of,
                together=partial(looked.together, pair),
                names=partial(looked.told_alone, field, pair),
            )
        )
    count = len(profiles)
    return Report(
        findings=tuple(found),
        pairs=count * (count - 1) // 2,
        considered=len(pairs),
        together=settled.count(looked.pairs),
    )


def between(
    left: Profile,
    right: Profile,
    *,
    same: Same = NOTHING_SAID,
    budget: Budget | None = None,
    as_of: date | None = None,
    together: Together = lambda one, other: False,
    names: Callable[[Names], bool] = lambda names: True,
) -> tuple[Diagnostic, ...]:
    """Everything between two guidelines that no ``allow`` of either silences, but for what is told ``together`` with
    other guidelines; of names with limits, only these ``names``."""
    budget = budget or Budget()
    pairing = Pairing(left, right, same, budget=budget, as_of=as_of)
    found: list[Diagnostic] = []
    with room_for(pairing.product.guideline):
        try:
            for each in _all(pairing, together, names):
                found.append(each)
        except Spent:
            found.append(_given_up(pairing, budget))
    return tuple(each for each in found if not _allowed(each, (left, right)))


def _all(pairing: Pairing, together: Together, names: Callable[[Names], bool]) -> Iterator[Diagnostic]:
    """The findings of a pair; where no patient is of both, there are none."""
    if pairing.nobody(pairing.applies):
        return
    for side in (0, 1):
        for clash in _clashes(pairing, side, together):
            yield contradiction(pairing, clash)
    yield from _duplicates(pairing, together)
    yield from differing_limits(pairing, names)


# --- contradictions ---------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class _Against:
    """A place against drugs, its meetings with places of the other side, and for whom these are."""

    act: Act
    clashing: list[Act]
    meetings: list[Meeting]
    whom: Formula
    also: list[Act]


def _clashes(pairing: Pairing, side: int, together: Together) -> Iterator[Clash]:
    """Each place of one side against what the other gives; one whose patients another place has too goes with that."""
    every = list(_against(pairing, side, together))
    for each in _widest(pairing, every):
        shown = pairing.show(each.meetings)
        if shown is not None:
            yield Clash(side=side, against=each.act, acts=each.clashing, shown=shown, also=each.also)


def _against(pairing: Pairing, side: int, together: Together) -> Iterator[_Against]:
    """Statements come before rules: what a run says is nearer to the reader than what forbids it."""
    against = [act for act in pairing.profiles[side].acts if not act.is_for]
    acts = sorted((act for act in pairing.profiles[1 - side].acts if act.is_for), key=lambda act: act.kind)
    for each in sorted(against, key=lambda act: act.kind == "never"):
        # what is given comes before what is suggested
        meetings = pairing.some(
            pairing.meeting(side, each, act)
            for act in acts
            if pairing.concerns(side, each, act) and not together(each, act)
        )
        if meetings:
            whom = pairing.prover.space.any_of(meeting.whom for meeting in meetings)
            clashing = [meeting.acts[1 - side] for meeting in meetings]
            yield _Against(act=each, clashing=clashing, meetings=meetings, whom=whom, also=[])


def _widest(pairing: Pairing, every: list[_Against]) -> list[_Against]:
    """Those whose patients no other has too; the others are told with them."""
    space = pairing.prover.space
    kept: list[_Against] = []
    for each in every:
        for other in kept:
            if _meet(each, other) and pairing.nobody(each.whom, space.negation(other.whom)):
                other.also.append(each.act)
                break
        else:
            for other in list(kept):
                if _meet(each, other) and pairing.nobody(other.whom, space.negation(each.whom)):
                    kept.remove(other)
                    each.also += [other.act, *other.also]
            kept.append(each)
    return kept


def _meet(one: _Against, other: _Against) -> bool:
    return any(act in other.clashing for act in one.clashing)


# --- duplicates -------------------------------------------------------------------------------------------------------


def _duplicates(pairing: Pairing, together: Together) -> Iterator[Diagnostic]:
    """One finding for each drug that both give to somebody."""
    gives = [[act for act in profile.acts if act.kind == "give"] for profile in pairing.profiles]
    groups: dict[str, list[Meeting]] = {}
    for one in gives[0]:
        for other in gives[1]:
            if (drug := pairing.shared(one, other)) is not None and not together(one, other):
                groups.setdefault(drug, []).append(pairing.meeting(0, one, other))
    for drug, every in groups.items():
        meetings = pairing.some(every)
        ours, theirs = (list({each.acts[n].node.id: each.acts[n] for each in meetings}.values()) for n in (0, 1))
        shown = pairing.show(meetings)
        if shown is not None:
            yield duplicate(pairing, drug, ours, theirs, shown)


# --- the rest ---------------------------------------------------------------------------------------------------------


def _given_up(pairing: Pairing, budget: Budget) -> Diagnostic:
    from milligram.ir.nodes import Node

    places = [
        Place(side=side, node=Node(span=profile.guideline.header_span), text="this guideline")
        for side, profile in enumerate(pairing.profiles)
    ]
    said = f"the proofs between {who(pairing, 0)} and {who(pairing, 1)} were given up"
    return not_decided(pairing, said, Undecided(reason=budget.why), places)


def _allowed(found: Diagnostic, profiles: tuple[Profile, Profile]) -> bool:
    """Whether an ``allow`` of either guideline, at any place of a finding, silences it."""
    if not found.code.can_allow:
        return False
    places: list[tuple[SourceFile, Span]] = [(found.source, found.span)]
    places += [(label.source or found.source, label.span) for label in found.labels]
    for profile in profiles:
        here = [span for source, span in places if source is profile.guideline.source]
        for scope in scopes(profile.file):
            if scope.allow.code.name == found.code.code and any(
                scope.span.start <= span.start and span.end <= scope.span.end for span in here
            ):
                return True
    return False
