"""Many guidelines at once: which places of any two may have a patient in common, and what they say of one patient.

Enters: profiles. Leaves: a `Field`: per place a box of whom it concerns at most, in the keys of all guidelines, and per
patient who says what.

    a: when problem is gout: give X    b: when problem is flu: never give X    ->   apart: no problem is both
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from milligram.compare.conflicts.arriving import comes_out
from milligram.compare.conflicts.index import Act, Profile
from milligram.compare.conflicts.inputs import Inputs, Patient, Wide
from milligram.compare.conflicts.matching import Same
from milligram.compare.conflicts.reach import Box, NumberSet, Reaches, Subject, Values, WordSet, both
from milligram.interpret import Advice, evaluate
from milligram.interpret.depth import room_for
from milligram.ir import nodes as ir
from milligram.prove.domains import Numbers, domain_of
from milligram.prove.typical import typical

NOBODY = -1
"""The number of the box that holds nobody."""


class Field:
    """Many guidelines. Their places are told by the number of the guideline and the act."""

    def __init__(self, profiles: Sequence[Profile], same: Same, as_of: date | None = None) -> None:
        self.profiles = profiles
        self.same = same
        self.as_of = as_of
        self.inputs = Inputs(profiles, same)
        self._reaches = Reaches(self.inputs.everywhere)
        self._owners: dict[Wide, tuple[ir.Guideline, str]] = {}
        for profile in profiles:
            for name, wide in self.inputs.names(profile):
                self._owners.setdefault(wide, (profile.guideline, name))
        self._boxes: list[Box] = []
        self._numbers: dict[frozenset[tuple[Hashable, Values]], int] = {}
        self._box_of: dict[int, int] = {}

    # --- boxes --------------------------------------------------------------------------------------------------------

    def alike(self, number: int, act: Act) -> int:
        """Places of one number concern just the same patients."""
        return self._reaches.of(self.profiles[number], act).alike

    def box(self, number: int, act: Act) -> int:
        """The number of the box of a place, equal boxes one number; `NOBODY` where nobody comes there."""
        found = self._box_of.get(id(act))
        if found is None:
            found = self._box_of[id(act)] = self._new_box(self.profiles[number], act)
        return found

    def _new_box(self, profile: Profile, act: Act) -> int:
        box = self._reaches.of(profile, act).box
        if box is None:
            return NOBODY
        keyed: dict[Hashable, Values] = {}
        for (kind, name), values in box.items():
            if (strict := self.inputs.strict(profile, name, values)) is not None:
                keyed[kind, strict[0]] = strict[1] if kind == "input" else values
        sign = frozenset(keyed.items())
        if sign not in self._numbers:
            self._numbers[sign] = len(self._boxes)
            self._boxes.append(keyed)
        return self._numbers[sign]

    def apart(self, one: int, other: int) -> bool:
        """Whether two boxes have nobody in common."""
        if one == NOBODY or other == NOBODY:
            return True
        few, many = sorted((self._boxes[one], self._boxes[other]), key=len)
        return any(
            (theirs := many.get(key)) is not None and both(values, theirs) is None for key, values in few.items()
        )

    # --- patients -----------------------------------------------------------------------------------------------------

    def wide(self, number: int, act: Act) -> list[dict[Hashable, Values]]:
        """Ways to come to a place, by the wide keys of inputs."""
        profile = self.profiles[number]
        reach = self._reaches.of(profile, act)
        boxes = reach.ways or (() if reach.box is None else (reach.box,))
        return [found for box in boxes if (found := self._by_wide(profile, box)) is not None]

    def _by_wide(self, profile: Profile, box: Mapping[Subject, Values]) -> dict[Hashable, Values] | None:
        found: dict[Hashable, Values] = {}
        for (kind, name), values in box.items():
            if kind != "input":
                continue
            key, told = self.inputs.wide(profile, name, values)
            common = told if key not in found else both(found[key], told)
            if common is None:
                return None
            found[key] = common
        return found

    def typical(self, box: Box) -> Patient:
        """A typical patient of a box by wide keys; what it does not say is unknown."""
        found: dict[Wide, ir.PatientValue] = {}
        for key, values in box.items():
            assert isinstance(key, Wide)
            value = self._typical(key, values)
            if value is not None:
                found[key] = value
        return found

    def _typical(self, key: Wide, values: Values) -> ir.PatientValue | None:
        guideline, name = self._owners[key]
        kind = guideline.inputs[name].type
        match values, kind:
            case NumberSet(within=within), ir.NumberType(measure=measure):
                domain = domain_of(ir.InputNumber(name=name, measure=measure), guideline)
                numbers = domain.replaced(domain.within & within) if isinstance(domain, Numbers) else None
                value = typical(numbers or Numbers(within=within), domain)
                return value if isinstance(value, Fraction) else None
            case WordSet(words=words), ir.FlagType():
                return None if not words else "yes" in words
            case WordSet(words=words), ir.WordType():
                return min(words, default=None)
            case _:
                return None

    def may_say(self, number: int, act: Act, patient: ir.Patient) -> bool:
        """Whether the box of a place holds a patient, as its guideline is told: one that does not says nothing."""
        box = self._reaches.of(self.profiles[number], act).box
        return box is not None and all(
            _holds(values, patient.values.get(name)) for (kind, name), values in box.items() if kind == "input"
        )

    def says(self, number: int, acts: Sequence[Act], patient: Patient) -> list[Act]:
        """The places of a guideline to which its run comes, for a patient of all guidelines."""
        profile = self.profiles[number]
        told = self.inputs.told(profile, patient)
        asked = [act for act in acts if self.may_say(number, act, told)]
        run: list[tuple[Advice, ...]] = []

        def advice() -> tuple[Advice, ...]:
            if not run:
                run.append(evaluate(profile.guideline, told, as_of=self.as_of).advice)
            return run[0]

        with room_for(profile.guideline):
            return [act for act in asked if comes_out(profile.guideline, told, act, self.as_of, advice)]


def _holds(values: Values, value: ir.PatientValue | None) -> bool:
    if value is None:
        return values.unknown
    match values, value:
        case NumberSet(within=within), Fraction():
            return within.holds(value)
        case WordSet(words=words), bool():
            return ("yes" if value else "no") in words
        case WordSet(words=words), str():
            return value in words
        case _:
            return True
