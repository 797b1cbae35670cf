"""A comparison in words: regions with units, a patient as a case says it, and what each run said.

Enters: a `Comparison`. Leaves: plain texts, which know nothing of terminals or Markdown.

    Group(…)  ->  Shown(regions=("creatinine clearance 25 to under 30 mL/min",), examples=(Example(
                        patient={"age": "50 years", …}, before=(Line("REFER", "nephrology", 161),), after=()),))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.checks.regions import box_words
from milligram.checks.witness import case_words
from milligram.compare.diff.advice import Key
from milligram.compare.diff.differences import Difference
from milligram.compare.diff.outcome import Change, Comparison, Group, Patient
from milligram.compare.diff.told import Line, Told, differing
from milligram.compare.wording import Wording, wording
from milligram.ir import nodes as ir
from milligram.ir.print import subject_text, title_of
from milligram.prove.formula import UNKNOWN
from milligram.prove.intervals import Interval
from milligram.prove.regions import Box

Only: TypeAlias = Mapping[tuple[str, Key], str]
"""Who of a group is told something, by sign and key, where not all are."""


_MOST_TESTS, _MOST_FOR_ASK = 5, 3
"""A line is told for whom it is in so many tests at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A patient as a case says it, and what one run alone said. ``alike`` counts what both say besides."""

    patient: Mapping[str, str]
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    alike: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A group in words. ``regions`` are alternatives; ``more``: there are others; empty: everybody. ``of`` says of whom
    they are, where not of all patients: "whom the new version tells REFER nephrology". Where not ``exact``, the group
    is only some of these. ``before`` and ``after`` are lines that no example shows and that some of the group are told;
    ``others`` counts differences that no line shows."""

    regions: tuple[str, ...]
    more: bool
    of: str
    exact: bool
    examples: tuple[Example, ...]
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    others: int


def in_words(comparison: Comparison) -> tuple[Shown, ...]:
    """All groups in words."""
    if comparison.prover is None:
        return ()
    words = wording(comparison.product, comparison.prover)
    return tuple(_shown(words, group) for group in comparison.groups)


def _shown(words: Wording, group: Group) -> Shown:
    extent = group.extent
    only: Only = {(each.difference.sign, each.difference.plain): _only(words, each) for each in group.partial}
    boxes = [box for box in extent.regions.boxes if box]
    return Shown(
        regions=tuple(dict.fromkeys(region_words(words, box) for box in boxes)),
        more=extent.regions.more or extent.regions.undecided is not None,
        of=_of(words, group),
        exact=extent.exact,
        examples=tuple(_example(words, patient, only) for patient in group.patients),
        before=_others(group, only, "before"),
        after=_others(group, only, "after"),
        others=group.others,
    )


def _only(words: Wording, change: Change) -> str:
    """Who of a group is told something that not all are told; of a question in few words or none."""
    most = _MOST_FOR_ASK if change.difference.key[0] == "ask" else _MOST_TESTS
    if not change.who.boxes or any(len(box) > most for box in change.who.boxes):
        return "not all of them"
    told = dict.fromkeys(region_words(words, box) for box in change.who.boxes)
    return f"only with {'; or with '.join(told)}"


def _of(words: Wording, group: Group) -> str:
    extent = group.extent
    if extent.of is None:
        return ""
    return _whom(words, group, extent.of) + (", and who is in no other group" if extent.besides else "")


def _whom(words: Wording, group: Group, lead: Difference) -> str:
    """Whom one version tells something: "whom the new version tells REFER nephrology"."""
    version = {"lost": "the old version", "gained": "the new version"}.get(lead.sign, "both versions")
    kind, key = lead.key[0], lead.plain
    if kind == "turned":
        return f"whom {version} tell this, in another order"
    if kind == "fault":
        return f"whom a fault stops in {version}"
    if kind in ("outside", "perhaps outside"):
        return f"to whom {version} {'does' if kind == 'outside' else 'perhaps does'} not apply"
    if kind == "report":
        return f"to whom {version} report{'s' * (lead.sign != 'changed')} {title_of(words.guideline, str(key[1]))}"
    if lead.computed:
        return f"whom {version} tells GIVE {title_of(words.guideline, str(key[2]))}"
    for patient in group.patients:
        for entry in (patient.before if lead.sign == "lost" else patient.after).entries:
            if entry.plain == key:
                if kind == "start":  # what it measures when stands below
                    return f"whom {version} tells MONITOR {entry.line.text.partition(':')[0]}"
                return f"whom {version} {'asks' if kind == 'ask' else f'tells {entry.line.mark}'} {entry.line.text}"
    return f"whom {version} tells this"


def _others(group: Group, only: Only, side: L["before", "after"]) -> tuple[Line, ...]:
    """What no patient of a group shows, of one version."""
    return tuple(
        dict.fromkeys(
            replace(line, only=only[each.difference.sign, each.difference.plain])
            for each in group.partial
            for line in (each.before if side == "before" else each.after)
        )
    )


def _example(words: Wording, patient: Patient, only: Only) -> Example:
    before, after = patient.before, patient.after
    differ = set(differing(before, after))
    turned = {key for sign, pair in differ if sign == "order" and isinstance(pair, tuple) for key in pair}
    late = {what[1] for _, what in differ if isinstance(what, tuple) and what[0] == "overdue"}
    turned |= {entry.key for told in (before, after) for entry in told.entries if _on_ladder(entry.key) in late}
    draft = dict(patient.draft)
    for kind, name in patient.draft:
        if kind == "time":
            draft.setdefault(("step", name), Fraction(1))
    return Example(
        patient=case_words(draft, words),
        before=_lines(before, {what for sign, what in differ if sign == "lost"}, turned, "lost", only),
        after=_lines(after, {what for sign, what in differ if sign == "gained"}, turned, "gained", only),
        alike=len(before.everything & after.everything),
    )


def _on_ladder(key: Key) -> object:
    """The regimen that a give belongs to: a move that is late shows in the words of its give alone."""
    ladder = key[1] if key[0] == "give" else None
    return ladder[0] if isinstance(ladder, tuple) else None


def _lines(told: Told, alone: set[object], turned: set[object], sign: str, only: Only) -> tuple[Line, ...]:
    """What one run alone said, in its order; or both, in another order."""
    lines: dict[Line, str] = {}
    for entry in told.entries:
        if entry.what in alone or entry.key in turned:
            lines.setdefault(entry.line, only.get((sign, entry.plain)) or only.get(("changed", entry.plain), ""))
    return tuple(replace(line, only=who) for line, who in lines.items())


# --- regions ----------------------------------------------------------------------------------------------------------


def region_words(words: Wording, box: Box) -> str:
    """A box, part by part; a regimen's state last, and its time left out where it goes without saying."""
    variables = words.prover.space.variables
    parts: dict[str, Box] = {}
    states: list[str] = []
    for index, mask in box.items():
        subject = variables[index].subject
        if isinstance(subject, ir.StateNumber):
            state = _state_words(words, box, subject, mask)
            if state is not None:
                states += [state] if state else []
                continue
        name = subject.name if isinstance(subject, ir.SetHas) else str(index)
        parts.setdefault(name, {})[index] = mask
    return ", ".join([*(_part_words(words, part) for part in parts.values()), *states]) or "everybody"


def _part_words(words: Wording, part: Box) -> str:
    """What a box says of one input."""
    if len(part) == 1:
        [(index, mask)] = part.items()
        variable = words.prover.space.variables[index]
        if mask == variable.known and variable.opaque is None and not isinstance(variable.subject, ir.SetHas):
            return f"{subject_text(variable.subject, words.guideline)} known"  # type: ignore[arg-type]  # not opaque
    if all(mask == UNKNOWN or not mask & UNKNOWN for mask in part.values()):
        return box_words(part, words)
    return f"{box_words({index: mask & ~UNKNOWN for index, mask in part.items()}, words)} or unknown"


def _state_words(words: Wording, box: Box, subject: ir.StateNumber, mask: int) -> str | None:
    """Where a box is on a ladder, in short; empty: it goes without saying; None: not in short."""
    step, sure = _step_of(words, box, subject.regimen)
    title = title_of(words.guideline, subject.regimen)
    if subject.which == "time":
        return "" if mask == UNKNOWN and step in (0, None) else None
    if step is None:
        return None
    where = "not started" if step == 0 else f"at step {step}"
    return f"{title} {where}" + ("" if sure else " or unknown")


def _step_of(words: Wording, box: Box, regimen: str) -> tuple[int | None, bool]:
    """The one step that a box is on, and whether it is known; None where it is on several, or on none."""
    for index, mask in box.items():
        variable = words.prover.space.variables[index]
        subject = variable.subject
        if isinstance(subject, ir.StateNumber) and subject.which == "step" and subject.regimen == regimen:
            cells = [cell for number, cell in enumerate(variable.cells) if mask >> number & 1 and number]
            if len(cells) == 1 and isinstance(cells[0], Interval):
                return int(cells[0].low.value), not mask & UNKNOWN
    return None, False
