"""Patients tried one after the other, each a small change of one that showed something new.

Enters: a survey and what to try. Leaves: every patient tried, with the goals that each shows.

    typical patient   ->   the same at 69 % …   ->   the same, kidneys unknown   ->   …

The search is guided by what has been reached, as fuzzers of programs are (M. Zalewski, "American fuzzy lop", 2014):
a patient who shows what none before did is kept, and every input that his run read is changed in turn. So a ladder of
conditions is climbed one at a time, and a score one point at a time. It is deterministic, and ends.

A threshold is *made visible* by a patient when the answer would be another if the comparison there said the opposite
(observable coverage: M. Whalen, G. Gay, D. You, M. P. E. Heimdahl, M. Staats, "Observable modified condition/decision
coverage", ICSE 2013). Those are goals too: a case at a threshold that any answer would pass tests nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from milligram.compare.cases.drafts import Draft, Key, draft_of, in_order, patient_of
from milligram.compare.cases.goals import Survey
from milligram.compare.cases.observe import Seen, impossible, observe, says_otherwise
from milligram.compare.cases.thresholds import End, Side, Threshold
from milligram.compare.cases.trials import Trials, may_be
from milligram.ir import nodes as ir

MOST_RUNS = 4_000
"""How many patients are tried in a guideline; one whose run is longer counts more."""

PATIENCE = 500
"""After so many patients in a row who show nothing new, the search ends."""

MOST_FLIPS = 12
"""How many patients are asked whether they make one side of one threshold visible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A patient who was tried. ``shows`` are the bits of goals, and above them those of visible thresholds."""

    draft: Draft
    seen: Seen = field(repr=False)
    shows: int
    rank: int


class Explorer:
    """The search, and all that it tried. ``without`` are goals that nobody can show."""

    def __init__(self, survey: Survey, trials: Trials, runs: int = MOST_RUNS, without: int = 0) -> None:
        self.survey = survey
        self.trials = trials
        self.left = runs
        self.without = without
        self.runs = 0
        self.fruitful = 0
        self.branches = survey.of_kind("branch") | survey.of_kind("never")
        self.met = 0
        self.faulty = 0
        self.tried: dict[tuple[tuple[Key, ir.PatientValue | None], ...], Tried | None] = {}
        self.visible_bits: dict[tuple[int, int, Side], int] = {}
        self.ends: dict[tuple[int, int], tuple[Threshold, End]] = {}
        self.flips: dict[tuple[int, int, Side], int] = {}
        for threshold in survey.thresholds:
            for end in threshold.ends:
                self.ends[threshold.index, end.leaf.index] = threshold, end
                for side in end.needed:
                    if survey.bit("side", threshold.index, side) & without:
                        continue
                    bit = 1 << (len(survey.goals) + len(self.visible_bits))
                    self.visible_bits[threshold.index, end.leaf.index, side] = bit

    @property
    def found(self) -> list[Tried]:
        """Everyone whom the guideline has an answer for, in the order tried."""
        return [each for each in self.tried.values() if each is not None]

    @property
    def wanted(self) -> int:
        """The bits of all goals that may be reached, visible thresholds among them."""
        return self.survey.all & ~self.without | sum(self.visible_bits.values())

    # --- trying -------------------------------------------------------------------------------------------------------

    def attempt(self, draft: Draft) -> Tried | None:
        """Runs a patient who was not tried before; None where he was, cannot be, or has no answer."""
        ordered = in_order(self.survey.guideline, draft)
        key = tuple(ordered.items())
        if key in self.tried or self.left <= 0 or not may_be(self.survey, ordered):
            return None
        self.left -= 1
        self.runs += 1
        self.tried[key] = None
        patient = patient_of(ordered)
        if self.survey.guideline.impossible and impossible(self.survey, patient):
            return None
        seen = observe(self.survey, patient)
        if not seen.sound:
            self.faulty |= seen.shows
            return None
        tried = Tried(draft=ordered, seen=seen, shows=seen.shows | self.visible(seen), rank=self.runs)
        self.tried[key] = tried
        return tried

    def visible(self, seen: Seen, wanted: int | None = None) -> int:
        """The bits of the thresholds that a patient makes visible, as far as they are still open or wanted."""
        found = 0
        for place in sorted(seen.sides):
            bit = self.visible_bits.get(place, 0)
            if not bit:
                continue
            if wanted is not None:
                if not bit & wanted:
                    continue
            elif bit & self.met or self.flips.get(place, 0) >= MOST_FLIPS:
                continue
            else:
                self.flips[place] = self.flips.get(place, 0) + 1
            if self.otherwise(seen, place) is not None:
                found |= bit
        return found

    def otherwise(self, seen: Seen, place: tuple[int, int, Side]) -> tuple[str, ...] | None:
        """What would be said if the comparison at a threshold said the opposite; None where that is the same."""
        _, end = self.ends[place[0], place[1]]
        said = seen.told.get(end.leaf.index)
        if said is None:
            return None
        self.left -= 1
        other = says_otherwise(self.survey, seen.patient, end.leaf, said)
        return other if set(other) != set(seen.says) else None

    # --- searching ----------------------------------------------------------------------------------------------------

    def search(self, drafts: Iterable[Draft]) -> None:
        """Tries drafts while anything is open, and changes whoever shows something new, until nothing new comes.

        Who comes to a new branch is changed before who only tries another value there.
        """
        queues: tuple[deque[Tried], deque[Tried]] = (deque(), deque())
        self.fruitful = self.runs
        for draft in drafts:
            if self.done:
                return
            self._keep(self.attempt(draft), queues)
        while (queues[0] or queues[1]) and not self.done and self.runs - self.fruitful <= PATIENCE:
            parent = (queues[0] or queues[1]).popleft()
            for draft in self.changes(parent):
                self._keep(self.attempt(draft), queues)

    @property
    def done(self) -> bool:
        """Whether all is met, or all is spent."""
        return self.left <= 0 or self.met & self.wanted == self.wanted

    def _keep(self, tried: Tried | None, queues: tuple[deque[Tried], deque[Tried]]) -> None:
        if tried is None or not tried.shows & ~self.met:
            return
        queues[0 if tried.shows & self.branches & ~self.met else 1].append(tried)
        self.met |= tried.shows
        self.fruitful = self.runs

    def changes(self, parent: Tried) -> Iterator[Draft]:
        """The drafts that differ from a patient in one thing that his run read."""
        for key, values in self.trials.values.items():
            if key[1] not in parent.seen.read:
                continue
            if key[0] == "time" and not parent.draft.get(("step", key[1])):
                continue
            for value in values:
                if parent.draft.get(key, _ABSENT) != value:
                    yield self.changed(parent.draft, key, value)
            if key in parent.draft and key[0] != "step":
                yield {other: value for other, value in parent.draft.items() if other != key}

    def changed(self, draft: Draft, key: Key, value: ir.PatientValue | None) -> Draft:
        """The draft with one more value; a regimen that runs has run for a usual time."""
        changed: Draft = {**draft, key: value}
        time: Key = ("time", key[1])
        if key[0] == "step" and value and time not in changed and self.trials.values.get(time):
            changed[time] = self.trials.values[time][0]
        return changed

    def seeds(self) -> Iterator[Draft]:
        """A typical patient, the author's own, and one of whom nothing is known."""
        yield dict(self.trials.typical)
        for case in self.survey.guideline.cases:
            draft = draft_of(self.survey.guideline, case.patient)
            yield {key: value for key, value in draft.items() if self.survey.can_be_written(key, value)}
        yield {}


_ABSENT = Fraction(-(10**40))
