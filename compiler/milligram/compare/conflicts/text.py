"""The findings between two guidelines, as diagnostics.

Enters: a pairing, the places that clash and who shows it. Leaves: a `Diagnostic` that stands in one file and points
into the other.

    MG701: article gives magnesium to a patient for whom neck_spasm advises against it: neck spasm yes, …
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import PurePath

from milligram.compare.conflicts.index import Act, Kind
from milligram.compare.conflicts.pair import Pairing, Shown
from milligram.diagnostics import Code, Diagnostic
from milligram.diagnostics.model import Label
from milligram.diagnostics.registry import DUPLICATE_THERAPY, GUIDELINES_CONTRADICT, NOT_DECIDED
from milligram.ir import nodes as ir
from milligram.ir.print import join, title_of
from milligram.prove.answers import Undecided
from milligram.source import SourceFile, Span

DOES: dict[Kind, str] = {
    "give": "gives",
    "suggest": "suggests",
    "advise_against": "advises against",
    "stop": "stops",
    "hold": "holds",
    "never": "forbids",
}

MOST_TOLD = 3
"""So many drugs are named in one sentence."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place of one side, with what a label says of it."""

    side: int
    node: ir.Node
    text: str = ""


def finding(
    pairing: Pairing,
    code: Code,
    message: str,
    places: list[Place],
    *,
    help: str,
    witness: dict[str, str] | None = None,
) -> Diagnostic:
    """A diagnostic at the first place, which points at the others."""
    first, *others = places
    source = pairing.profiles[first.side].guideline.source
    return Diagnostic(
        code=code,
        message=message,
        source=source,
        span=_head(pairing, first),
        labels=tuple(
            Label(
                span=_head(pairing, place),
                text=place.text,
                source=None if place.side == first.side else pairing.profiles[place.side].guideline.source,
            )
            for place in others
        ),
        help=help,
        witness=witness,
    )


def _head(pairing: Pairing, place: Place) -> Span:
    return first_line(pairing.profiles[place.side].guideline.source, place.node.span)


def first_line(source: SourceFile, span: Span) -> Span:
    """The first line of a place: where a block is announced."""
    end = source.text.find("\n", span.start, span.end)
    return span if end < 0 else Span(span.start, end)


def who(pairing: Pairing, side: int) -> str:
    """What a guideline is called beside the other one: its name; of two of one name, its file."""
    mine, other = (pairing.profiles[each].guideline for each in (side, 1 - side))
    if mine.name != other.name:
        return mine.name
    paths = [PurePath(each.source.path) for each in (mine, other)]
    return paths[0].name if paths[0].name != paths[1].name else mine.source.path


def drugs_told(pairing: Pairing, side: int, acts: Iterable[Act]) -> str:
    """The drugs of places of one side, by their titles."""
    guideline = pairing.profiles[side].guideline
    told = list(dict.fromkeys(title_of(guideline, name) for act in acts for name in act.drugs))
    more = len(told) - MOST_TOLD
    return join(told if more <= 0 else [*told[:MOST_TOLD], f"{more} more"], "and")


def _first_steps(acts: Iterable[Act]) -> list[Act]:
    """The acts in the order of the text; of a ladder the first step alone."""
    ordered = sorted(acts, key=lambda act: act.node.span)
    return list({act.regimen or act.node.span: act for act in reversed(ordered)}.values())[::-1]


# --- contradiction ----------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Clash:
    """A place against what places of the other side are for. ``also`` are other places against it, which forbid it to
    none but these patients."""

    side: int
    against: Act
    acts: list[Act]
    shown: Shown | Undecided | None
    also: list[Act]


def contradiction(pairing: Pairing, clash: Clash) -> Diagnostic:
    """MG701, or MG000 where it is not decided."""
    side, other = clash.side, 1 - clash.side
    given, against = drugs_told(pairing, other, clash.acts), drugs_told(pairing, side, [clash.against])
    verbs = join(dict.fromkeys(DOES[act.kind] for act in clash.acts), "or")
    does = f"{DOES[clash.against.kind]} {'it' if given == against else against}"
    said = f"{who(pairing, other)} {verbs} {given} to a patient for whom {who(pairing, side)} {does}"
    places = [
        Place(side=side, node=clash.against.node),
        *(Place(side=side, node=act.node, text=f"{DOES[act.kind]} it too") for act in clash.also),
        *(Place(side=other, node=act.node, text=f"{DOES[act.kind]} it") for act in _first_steps(clash.acts)),
    ]
    if not isinstance(clash.shown, Shown):
        return not_decided(pairing, f"whether {said} is not decided", clash.shown, places)
    named = [(side, clash.against), *((other, act) for act in clash.acts)]
    return finding(
        pairing,
        GUIDELINES_CONTRADICT,
        f"{said}{clash.shown.region}",
        places,
        help="agree on one answer for these patients, or keep one guideline from them (`applies when`, a `when`, a "
        f"`never` rule){_taken(pairing, named, clash.shown)}",
        witness=clash.shown.patient,
    )


# --- duplicate therapy ------------------------------------------------------------------------------------------------


def duplicate(
    pairing: Pairing, drug: str, ours: list[Act], theirs: list[Act], shown: Shown | Undecided | None
) -> Diagnostic:
    """MG702, or MG000 where it is not decided."""
    title = _title(pairing, drug)
    if pairing.is_class(drug):
        first, second = drugs_told(pairing, 0, ours), drugs_told(pairing, 1, theirs)
        both = f"{first} and {second}, both {title}," if first != second else f"{first} twice, {title},"
        said = f"{who(pairing, 0)} and {who(pairing, 1)} give one patient {both.rstrip(',')}"
    else:
        said = f"{who(pairing, 0)} and {who(pairing, 1)} both give {title} to one patient"
    places = [
        *(Place(side=0, node=act.node, text="given here too") for act in _first_steps(ours)),
        *(Place(side=1, node=act.node, text="given to the same patient") for act in _first_steps(theirs)),
    ]
    if not isinstance(shown, Shown):
        return not_decided(pairing, f"whether {said} is not decided", shown, places)
    named = [*((0, act) for act in ours), *((1, act) for act in theirs)]
    return finding(
        pairing,
        DUPLICATE_THERAPY,
        f"{said}{shown.region}",
        places,
        help="let one guideline give it, and the other ask whether it is given already; where both are meant, "
        f'`allow MG702 because "…"`{_taken(pairing, named, shown)}',
        witness=shown.patient,
    )


def _title(pairing: Pairing, drug: str) -> str:
    """The title of a drug of the pair, as the side that declares it says it."""
    left, right = (profile.guideline for profile in pairing.profiles)
    if drug in left.drugs:
        return title_of(left, drug)
    theirs = next((name for name in right.drugs if pairing.drug(1, name) == drug), drug)
    return title_of(right, theirs)


# --- not decided ------------------------------------------------------------------------------------------------------


def not_decided(pairing: Pairing, said: str, why: Undecided | None, places: list[Place]) -> Diagnostic:
    """MG000, with the reason."""
    return finding(
        pairing,
        NOT_DECIDED,
        said if why is None else f"{said}: {why.reason}",
        places,
        help="look at both places, or allow the search more with `--budget` (seconds) or `--steps`",
    )


def _taken(pairing: Pairing, named: Iterable[tuple[int, Act]], shown: Shown) -> str:
    """What the two call differently, of the names that matter here: a reader must know what was taken as one."""
    told = [*_drugs_taken(pairing, named), *_inputs_taken(pairing, shown)]
    one = f"; taken as one: {join(dict.fromkeys(told), 'and')}" if told else ""
    return one + "".join(_taken_as_two(pairing, shown))


def taken(pairing: Pairing, names: tuple[str, str], shown: Shown) -> str:
    """As for drugs, of a name with limits."""
    own = f"{names[0]} and {names[1]}"
    told = [*([own] if names[0] != names[1] else []), *_inputs_taken(pairing, shown)]
    return f"; taken as one: {join(dict.fromkeys(told), 'and')}" if told else ""


def _drugs_taken(pairing: Pairing, named: Iterable[tuple[int, Act]]) -> Iterator[str]:
    for side, act in named:
        for name in act.drugs if side == 1 else ():
            ours = pairing.matching.drugs.get(name, name)
            if ours != name:
                yield f"{ours} and {name}"


def _inputs_taken(pairing: Pairing, shown: Shown) -> Iterator[str]:
    for theirs, ours in pairing.matching.inputs.items():
        if ours != theirs and ours in shown.patient:
            yield f"{ours} and {theirs}"


def _taken_as_two(pairing: Pairing, shown: Shown) -> Iterator[str]:
    """Inputs of one title under two names, which nothing said are one."""
    left, right = (profile.guideline for profile in pairing.profiles)
    for ours, theirs in product(left.inputs, right.inputs):
        apart = theirs not in pairing.matching.inputs and ours not in pairing.matching.inputs.values()
        alike = title_of(left, ours).casefold() == title_of(right, theirs).casefold()
        if apart and alike and ours != theirs and {ours, theirs} & shown.patient.keys():
            yield (
                f"; two inputs are called “{title_of(left, ours)}”: if they are one, "
                f"`--same {left.name}.{ours}={right.name}.{theirs}`"
            )
