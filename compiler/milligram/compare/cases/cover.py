"""Few patients for many goals: a cover of what can be shown, each patient reduced to what matters.

Enters: everyone who was tried. Leaves: `Chosen` patients: together they show all that any of them does, and no value of
theirs could be left out without another answer.

    1,900 patients   ->   38 patients, serum_calcium and alcohol_use_disorder left out of most

The cover is greedy, the patient with most that is new first (V. Chvátal, "A greedy heuristic for the set-covering
problem", Mathematics of Operations Research 4, 1979); then whoever the others make superfluous is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from milligram.compare.cases.drafts import Draft, Key, in_order, patient_of
from milligram.compare.cases.explore import Explorer, Tried
from milligram.compare.cases.observe import Seen, impossible, observe
from milligram.compare.cases.says import can_be_denied
from milligram.compare.cases.trials import may_be
from milligram.ir import nodes as ir


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A patient for a case. ``shows`` are the goals that the case is there for; ``denied`` is what must not be said."""

    draft: Draft
    seen: Seen = field(repr=False)
    shows: int
    denied: tuple[str, ...] = ()


def cover(explorer: Explorer, goals: int) -> tuple[Chosen, ...]:
    """Patients who together show every one of ``goals`` that anyone tried shows, in the order of the places."""
    picked = [
        Tried(draft=draft, seen=seen, shows=shows, rank=rank)
        for rank, (draft, seen, shows) in enumerate(
            (*_reduced(explorer, tried, shows), shows) for tried, shows in _needed(_greedy(explorer, goals), goals)
        )
    ]
    # a reduced patient may show more than what he was chosen for, so that another is superfluous
    whole = [
        Tried(draft=each.draft, seen=each.seen, shows=each.shows | _all_of(explorer, each, goals), rank=each.rank)
        for each in picked
    ]
    chosen = []
    for each, shows in _needed(whole, goals):
        draft, seen = _reduced(explorer, each, shows)  # for what he is there for in the end
        denied = tuple(_denied(explorer, seen, shows))
        chosen.append(Chosen(draft=draft, seen=seen, shows=shows, denied=denied))
    return tuple(chosen)


def _all_of(explorer: Explorer, tried: Tried, goals: int) -> int:
    """Everything that a patient shows of some goals."""
    return (tried.seen.shows | explorer.visible(tried.seen, goals & ~explorer.survey.all)) & goals


def _greedy(explorer: Explorer, goals: int) -> list[Tried]:
    """One patient after the other, each with the most that is new; among equals the nearest to a typical one."""
    typical = explorer.trials.typical
    found = [(each, _strangeness(each.draft, typical)) for each in explorer.found if each.shows & goals]
    found.sort(key=lambda item: (item[1], item[0].rank))
    picked: list[Tried] = []
    left = goals
    while True:
        best, most = None, 0
        for each, _ in found:
            new = (each.shows & left).bit_count()
            if new > most:
                best, most = each, new
        if best is None:
            return picked
        picked.append(best)
        left &= ~best.shows
        found = [item for item in found if item[0].shows & left]


def _strangeness(draft: Draft, typical: Draft) -> int:
    """In how many things a patient is not typical."""
    return sum(draft.get(key) != value for key, value in typical.items()) + sum(key not in typical for key in draft)


def _needed(picked: Sequence[Tried], goals: int) -> list[tuple[Tried, int]]:
    """Those who are needed, each with the goals that nobody before shows; whom the others cover is dropped."""
    kept = list(picked)
    for each in reversed(picked):
        others = 0
        for other in kept:
            if other is not each:
                others |= other.shows
        if not each.shows & goals & ~others:
            kept.remove(each)
    found: list[tuple[Tried, int]] = []
    shown = 0
    # those with little to show choose first: what only they show is theirs, and so is what they share
    for each in sorted(kept, key=lambda tried: ((tried.shows & goals).bit_count(), tried.rank)):
        mine = each.shows & goals & ~shown
        shown |= each.shows
        found.append((each, mine))
    return [item for item in found if item[1]]


# --- one patient ------------------------------------------------------------------------------------------------------


def _reduced(explorer: Explorer, tried: Tried, shows: int) -> tuple[Draft, Seen]:
    """A patient as usual as what is shown allows, without the values that do not change the answer."""
    draft, seen = tried.draft, tried.seen
    for key, value in [*_usual(explorer, draft, seen), *_beside(explorer, shows)]:
        if draft.get(key) == value or (key not in draft and key not in explorer.trials.typical):
            continue
        changed = in_order(explorer.survey.guideline, {**draft, key: value})
        kept = _alike(explorer, changed, seen, shows, says=False)
        if kept is not None:
            draft, seen = changed, kept
    for key in [*draft]:
        if key not in draft or (key[0] == "step" and draft[key] != 0):
            continue
        without = in_order(explorer.survey.guideline, {other: v for other, v in draft.items() if other != key})
        kept = _alike(explorer, without, seen, shows, says=True)
        if kept is not None:
            draft, seen = without, kept
    return draft, seen


def _usual(explorer: Explorer, draft: Draft, seen: Seen) -> Iterator[tuple[Key, ir.PatientValue | None]]:
    """Usual values for what is not usual in a draft, and for what the answer asks for."""
    asked = {ask.input for ask in seen.result.asks}
    for key, value in explorer.trials.typical.items():
        if draft.get(key) != value if key in draft else key[1] in asked:
            yield key, value


def _beside(explorer: Explorer, shows: int) -> Iterator[tuple[Key, ir.PatientValue | None]]:
    """The values next to the thresholds that are tried from just under or just over them."""
    for threshold in explorer.survey.thresholds:
        match threshold.subject:
            case ir.InputNumber(name=name):
                key: Key = ("input", name)
            case ir.StateNumber(regimen=regimen, which="time"):
                key = ("time", regimen)
            case _:
                continue
        for side, sign in (("under", -1), ("over", 1)):
            if explorer.survey.bit("side", threshold.index, side) & shows and threshold.value is not None:
                value = threshold.value + sign * (threshold.step or 0)
                yield key, value


def _alike(explorer: Explorer, draft: Draft, before: Seen, shows: int, *, says: bool) -> Seen | None:
    """The run of a changed patient who shows the same goals (``says``: with the same answer); None for another."""
    patient = patient_of(draft)
    if not may_be(explorer.survey, draft) or impossible(explorer.survey, patient):
        return None
    seen = observe(explorer.survey, patient)
    if not seen.sound or shows & explorer.survey.all & ~seen.shows:
        return None
    if says and (seen.says != before.says or seen.result.applies is not before.result.applies):
        return None
    wanted = shows & ~explorer.survey.all
    return None if wanted and wanted & ~explorer.visible(seen, wanted) else seen


def _denied(explorer: Explorer, seen: Seen, shows: int) -> Iterator[str]:
    """What must not be said, for each threshold whose other side would only add advice; one statement for each."""
    denied: set[str] = set()
    for place, bit in explorer.visible_bits.items():
        if not bit & shows:
            continue
        other = explorer.otherwise(seen, place)
        if other is None or "fault" in other or any(said not in other for said in seen.says):
            continue
        added = [said for said in other if said not in seen.says and can_be_denied(said)]
        if added and not denied.intersection(added):
            denied.add(added[0])
            yield added[0]
    if not seen.says and not denied:
        yield from _something_else(explorer, seen)


def _something_else(explorer: Explorer, seen: Seen) -> Iterator[str]:
    """For a patient to whom nothing is said: the first thing that is said to the patient most like this one."""
    mine = explorer.trials.typical | seen_draft(explorer, seen)
    nearest = sorted(
        (each for each in explorer.found if any(can_be_denied(said) for said in each.seen.says)),
        key=lambda each: (_strangeness(each.draft, mine), each.rank),
    )
    for each in nearest[:1]:
        yield next(said for said in each.seen.says if can_be_denied(said))


def seen_draft(explorer: Explorer, seen: Seen) -> Draft:
    """The draft of a patient who was seen."""
    from milligram.compare.cases.drafts import draft_of

    return draft_of(explorer.survey.guideline, seen.patient)
