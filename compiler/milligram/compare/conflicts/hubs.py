"""The findings about drugs that many guidelines have to do with: one for each patient, with all who say something.

Enters: a `Field` and its `Candidates`. Leaves: MG701 and MG702 of many guidelines at once, MG000 for what was not
looked at, and in the `Candidates` the pairs that are better told alone.

    MG702: 84 guidelines give paracetamol to one patient
    MG701: 83 guidelines give paracetamol to a patient for whom liver forbids it
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from itertools import zip_longest

from milligram.checks.allowed import scopes
from milligram.checks.context import Context
from milligram.checks.witness import case_words
from milligram.compare.conflicts.candidates import Candidates, Hub, Pair
from milligram.compare.conflicts.field import Field
from milligram.compare.conflicts.index import Act, Profile
from milligram.compare.conflicts.names import settle_names, settled_pairs
from milligram.compare.conflicts.text import DOES, first_line
from milligram.compare.conflicts.together import Cover, Found, Group, Node, merged
from milligram.diagnostics import Code, Diagnostic
from milligram.diagnostics.model import Label
from milligram.diagnostics.registry import DUPLICATE_THERAPY, GUIDELINES_CONTRADICT, NOT_DECIDED
from milligram.ir.print import join, title_of
from milligram.prove.budget import Budget
from milligram.prove.patients import Draft
from milligram.source import SourceFile, Span

MOST_NAMED = 12
"""So many guidelines are named; the places of all are labels of the finding."""


@dataclass(kw_only=True)
class Settled:
    """The findings, and the pairs of guidelines that were settled together: per guideline the others, as bits."""

    findings: list[Diagnostic] = made(default_factory=list)
    pairs: dict[int, int] = made(default_factory=lambda: defaultdict(int))

    def add(self, pairs: Iterator[Pair]) -> None:
        """Notes pairs as settled."""
        for one, other in pairs:
            self.pairs[one] |= 1 << other

    def count(self, besides: set[Pair]) -> int:
        """How many pairs were settled, and are not looked at alone."""
        return sum(mask.bit_count() for mask in self.pairs.values()) - sum(
            self.pairs.get(one, 0) >> other & 1 for one, other in besides
        )


def settle(field: Field, candidates: Candidates, budget: Callable[[], Budget]) -> Settled:
    """Looks at every hub."""
    settled = Settled()
    for hub in candidates.hubs:
        for code in (GUIDELINES_CONTRADICT, DUPLICATE_THERAPY):
            cover = _cover(field, hub, code, budget)
            settled.add(cover.guideline_pairs())
            found = cover.settle()
            groups = merged(found.groups)
            for pair in found.alone.union(group.alone for group in groups if group.alone is not None):
                candidates.alone.setdefault(pair, set()).add((code, hub.token))
                candidates.pairs.add(pair)
            told = _Telling(field, hub, code)
            settled.findings += [told.group(group) for group in groups if group.alone is None]
            settled.findings += told.undecided(found)
    settled.add(settled_pairs(candidates))
    settled.findings += settle_names(field, candidates, budget)
    return settled


def _cover(field: Field, hub: Hub, code: Code, budget: Callable[[], Budget]) -> Cover:
    kinds = ("give",) if code is DUPLICATE_THERAPY else ("give", "suggest")
    givers: list[Node] = []
    against: list[Node] = []
    for number, profile in enumerate(field.profiles):
        acts = [act for act in profile.acts if hub.token in act.direct]
        if not acts:
            continue
        allowed = [scope.span for scope in scopes(profile.file) if scope.allow.code.name == code.code]
        acts = [act for act in acts if not any(_within(act.node.span, span) for span in allowed)]
        gives = tuple(sorted((act for act in acts if act.kind in kinds), key=lambda act: act.kind))
        if gives:
            givers.append(Node(number=number, acts=gives))
        # what a run says is nearer to the reader than what forbids it
        others = sorted((act for act in acts if not act.is_for), key=lambda act: act.kind == "never")
        against += [Node(number=number, acts=(act,)) for act in others]
    twice = code is DUPLICATE_THERAPY
    return Cover(field, hub, givers if twice else against, givers, twice=twice, budget=budget)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


# --- in words ---------------------------------------------------------------------------------------------------------


class _Telling:
    """The findings of one hub."""

    def __init__(self, field: Field, hub: Hub, code: Code) -> None:
        self.field = field
        self.code = code
        number, name = hub.drug
        self.title = title_of(field.profiles[number].guideline, name)

    def _profile(self, node: Node) -> Profile:
        return self.field.profiles[node.number]

    def _place(self, node: Node, act: Act) -> tuple[SourceFile, Span]:
        source = self._profile(node).guideline.source
        return source, first_line(source, act.node.span)

    def group(self, group: Group) -> Diagnostic:
        """One patient, and all who say something of the drug to them."""
        twice = self.code is DUPLICATE_THERAPY
        lead = group.givers[0] if twice else group.against[0]
        source, span = self._place(lead, lead.acts[0])
        return Diagnostic(
            code=self.code,
            message=self._twice(group) if twice else self._against(group),
            source=source,
            span=span,
            labels=tuple(self._labels(group, lead)),
            help=self._help(group),
            witness=self._patient(group),
        )

    def _labels(self, group: Group, lead: Node) -> Iterator[Label]:
        """All places but the first: those of both kinds by turns, for a reader who is shown a few."""
        gives = [(node, self._does(node)) for node in group.givers if node is not lead]
        against = [(node, f"{DOES[node.acts[0].kind]} it too") for node in group.against if node is not lead]
        for pair in zip_longest(gives, against):
            for node, text in filter(None, pair):
                source, span = self._place(node, node.acts[0])
                yield Label(span=span, text=text, source=source)

    def _does(self, node: Node) -> str:
        if self.code is DUPLICATE_THERAPY:
            return "given to the same patient"
        return f"{DOES[node.acts[0].kind]} it"

    def _twice(self, group: Group) -> str:
        return f"{self._who(group.givers)} give {self.title} to one patient"

    def _against(self, group: Group) -> str:
        gives = _verbs(group.givers)
        forbids = _verbs(group.against)
        many = len(_numbers(group.givers)) > 1
        does = _plural(gives) if many else gives
        also = _plural(forbids) if len(_numbers(group.against)) > 1 else forbids
        who, whose = self._who(group.givers), self._who(group.against)
        whom = "patients" if group.others else "a patient"
        return f"{who} {join(does, 'or')} {self.title} to {whom} for whom {whose} {join(also, 'or')} it"

    def _who(self, nodes: Sequence[Node]) -> str:
        names = [self.field.profiles[number].guideline.name for number in _numbers(nodes)]
        return names[0] if len(names) == 1 else f"{len(names):,} guidelines"

    def _help(self, group: Group) -> str:
        if self.code is DUPLICATE_THERAPY:
            repair = "let one guideline give it, and the others ask whether it is given already"
        else:
            repair = (
                "agree on one answer for these patients, or keep these guidelines from them (`applies when`, a `when`, "
                "a `never` rule)"
            )
        meant = f'where both are meant, `allow {self.code.code} because "…"`'
        told = [f"given by {self._names(group.givers)}"]
        if group.others:
            told.append(f"each to one of {group.others + 1:,} patients, of whom one is shown")
        if len(_numbers(group.against)) > 1:
            told.append(f"against it: {self._names(group.against)}")
        return "; ".join((repair, meant, *told))

    def _names(self, nodes: Sequence[Node]) -> str:
        names = [self.field.profiles[number].guideline.name for number in _numbers(nodes)]
        more = len(names) - MOST_NAMED
        return join(names if more <= 1 else [*names[:MOST_NAMED], f"{more:,} more"], "and")

    def _patient(self, group: Group) -> dict[str, str]:
        """The patient in the words of the first guideline that has each input."""
        left = dict(group.patient)
        found: dict[str, str] = {}
        for number in _numbers((*group.against, *group.givers)):
            profile = self.field.profiles[number]
            guideline = profile.guideline
            told = self.field.inputs.told(profile, group.patient).values
            draft: Draft = {}
            for name, wide in self.field.inputs.names(profile):
                if wide in left and name in told:
                    del left[wide]
                    draft["input", name] = told[name]
            if draft:
                context = Context(source=guideline.source, file=profile.file, guideline=guideline)
                for name, words in case_words(draft, context).items():
                    found[f"{name} ({guideline.name})" if name in found else name] = words
            if not left:
                break
        return found

    def undecided(self, found: Found) -> Iterator[Diagnostic]:
        """One MG000 for each reason, with how many pairs it is about."""
        pairs: dict[str, list[Pair]] = defaultdict(list)
        for pair, why in found.undecided.items():
            pairs[why].append(pair)
        what = "both give" if self.code is DUPLICATE_THERAPY else "give, or are against,"
        for why, every in pairs.items():
            one, other = (self.field.profiles[number].guideline for number in every[0])
            count = f"{len(every):,} pair{'s' * (len(every) != 1)} of guidelines"
            yield Diagnostic(
                code=NOT_DECIDED,
                message=f"whether {count} {what} {self.title} to one patient is not decided: {why}",
                source=one.source,
                span=first_line(one.source, one.header_span),
                labels=(
                    Label(span=first_line(other.source, other.header_span), text="the first pair", source=other.source),
                ),
                help="name fewer guidelines, or allow the search more with `--budget` (seconds) or `--steps`",
            )


def _numbers(nodes: Sequence[Node]) -> list[int]:
    return list(dict.fromkeys(node.number for node in nodes))


def _verbs(nodes: Sequence[Node]) -> list[str]:
    return list(dict.fromkeys(DOES[node.acts[0].kind] for node in nodes))


def _plural(verbs: Sequence[str]) -> list[str]:
    return [_MANY[verb] for verb in verbs]


_MANY = {
    "gives": "give",
    "suggests": "suggest",
    "advises against": "advise against",
    "stops": "stop",
    "holds": "hold",
    "forbids": "forbid",
}
