"""What the inputs of many guidelines have to do with one another.

Enters: profiles, and what is said of their names. Leaves: for each input two keys. Inputs of one *strict* key are one
in every pair of the guidelines that have them, whatever else there is, and count in one unit. Inputs that some pair
takes as one have one *wide* key; other inputs may have it too. So places that have no value of a strict key in common
have no patient in common; and a patient told by wide keys is one patient to every pair.

    egfr, loinc "98979-8" (a)   kidney_function, loinc "98979-8" (b)   egfr (c)
    ->  strict: a and b one key, c another;  wide: all one
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from milligram.compare.conflicts.index import Profile
from milligram.compare.conflicts.matching import Same
from milligram.compare.conflicts.reach import NumberSet, Values
from milligram.compare.matching import AS_IT_IS
from milligram.ir import nodes as ir
from milligram.quantity import Conversion, Measure, MeasureError, Substances, conversion

Root = int
Patient = Mapping["Wide", ir.PatientValue]
"""A patient of all guidelines: numbers in the unit of the first guideline that has the input."""


@dataclass(frozen=True, slots=True)
class Wide:
    """A wide key: what it has to do with (``root``), and what kind of value it is."""

    root: Root
    kind: Hashable


@dataclass(frozen=True, slots=True)
class _Place:
    """An input by its wide key, and how a value of that becomes one of its own; ``own`` says that its own guideline
    knows how."""

    wide: Wide
    how: Conversion
    own: bool = True


@dataclass(slots=True)
class _Known:
    """By what the inputs of one root are known, and how many of them one guideline has at most."""

    signs: dict[str, set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    most: int = 0
    strict: set[Hashable | None] = field(default_factory=set)

    @property
    def is_one(self) -> bool:
        """Whether every pair takes them as one: they have one name, and no two codes."""
        return self.most == 1 and all(len(each) == 1 for each in self.signs.values())


class Inputs:
    """The inputs of many guidelines."""

    def __init__(self, profiles: Sequence[Profile], same: Same) -> None:
        self.same = same
        self._strict: dict[int, dict[str, Hashable]] = {}
        self._places: dict[int, dict[str, _Place]] = {}
        self._roots: dict[Hashable, Hashable] = {}
        self._known: dict[Root, _Known] = defaultdict(_Known)
        signs = [
            {name: list(self._signs(profile.guideline, name)) for name in profile.guideline.inputs}
            for profile in profiles
        ]
        for each in signs:
            for known in each.values():
                for sign in known:
                    self._join(known[0], sign)
        self._place(profiles)
        for profile, each in zip(profiles, signs, strict=True):
            self._know(profile, each)
        for profile, each in zip(profiles, signs, strict=True):
            self._key(profile, each)

    def _place(self, profiles: Sequence[Profile]) -> None:
        numbers: dict[Hashable, Root] = {}
        measures: dict[Root, list[tuple[Measure, Substances]]] = defaultdict(list)
        for profile in profiles:
            places = self._places[id(profile)] = {}
            for name, declared in profile.guideline.inputs.items():
                root = numbers.setdefault(self._root(("name", name)), len(numbers))
                places[name] = _placed(root, declared, profile.guideline, measures[root])

    def _know(self, profile: Profile, signs: Mapping[str, list[tuple[str, Hashable]]]) -> None:
        places = self._places[id(profile)]
        for root, count in Counter(place.wide.root for place in places.values()).items():
            self._known[root].most = max(self._known[root].most, count)
        for name, every in signs.items():
            for kind, sign in every:
                self._known[places[name].wide.root].signs[kind].add(sign)

    def _key(self, profile: Profile, signs: Mapping[str, list[tuple[str, Hashable]]]) -> None:
        counts = Counter(sign for each in signs.values() for sign in each)
        keys = self._strict[id(profile)] = {}
        for name, every in signs.items():
            place = self._places[id(profile)][name]
            known = self._known[place.wide.root]
            kind = place.wide if place.own else _kind(profile.guideline.inputs[name])
            if known.is_one:
                keys[name] = kind
            elif counts[every[0]] == 1:
                keys[name] = every[0], kind
            known.strict.add(keys.get(name))

    def _signs(self, guideline: ir.Guideline, name: str) -> Iterator[tuple[str, Hashable]]:
        """What an input is known by, what goes first first (`milligram.compare.conflicts.matching`)."""
        declared = guideline.inputs[name]
        if (group := self.same.group_of(guideline, name)) is not None:
            yield "said", group
        if declared.loinc is not None:
            yield "loinc", declared.loinc
        if declared.snomed is not None:
            yield "snomed", declared.snomed
        yield "name", name

    def _root(self, sign: Hashable) -> Hashable:
        while (up := self._roots.get(sign, sign)) != sign:
            sign = up
        return sign

    def _join(self, one: Hashable, other: Hashable) -> None:
        self._roots[self._root(other)] = self._root(one)

    # --- keys ---------------------------------------------------------------------------------------------------------

    def strict(self, profile: Profile, name: str, values: Values) -> tuple[Hashable, Values] | None:
        """The strict key of an input, and values of it in the unit of that; None where it has none."""
        key = self._strict[id(profile)].get(name)
        if key is None:
            return None
        return key, self._scaled(self._places[id(profile)][name], values)

    def everywhere(self, profile: Profile, name: str) -> Hashable | None:
        """What an input is to every guideline, with its unit; None where two pairs may take it as different inputs."""
        place = self._places[id(profile)].get(name)
        if place is None or len(self._known[place.wide.root].strict) != 1:
            return None
        key = self._strict[id(profile)].get(name)
        return None if key is None else (key, place.how)

    def wide(self, profile: Profile, name: str, values: Values) -> tuple[Wide, Values]:
        """The wide key of an input, and values of it in the unit of that."""
        place = self._places[id(profile)][name]
        return place.wide, _scaled(place.how, values)

    def _scaled(self, place: _Place, values: Values) -> Values:
        return _scaled(place.how, values) if place.own else values

    def names(self, profile: Profile) -> Iterator[tuple[str, Wide]]:
        """The inputs of a guideline with their wide keys."""
        for name, place in self._places[id(profile)].items():
            yield name, place.wide

    def kinds(self, profile: Profile) -> Iterable[Wide]:
        """The wide keys of all inputs of a guideline."""
        return {place.wide for place in self._places[id(profile)].values()}

    # --- patients -----------------------------------------------------------------------------------------------------

    def told(self, profile: Profile, patient: Patient) -> ir.Patient:
        """A patient as one guideline can be told: what it has no word for is unknown to it."""
        values: dict[str, ir.PatientValue] = {}
        for name, place in self._places[id(profile)].items():
            value = patient.get(place.wide)
            if value is None:
                continue
            match profile.guideline.inputs[name].type:
                case ir.WordType(words=words) if value not in words:
                    continue
                case ir.SetType(words=words) if isinstance(value, frozenset):
                    value = value & frozenset(words)
                case _ if isinstance(value, Fraction):
                    value = place.how(value)
                case _:
                    pass
            values[name] = value
        return ir.Patient(values=values)

    def common(self, told: Iterable[tuple[Profile, ir.Patient]]) -> Patient | None:
        """One patient of all guidelines, from what some of them are told; None where they are told different things,
        or something that no other guideline knows (a step of a regimen)."""
        found: dict[Wide, ir.PatientValue] = {}
        for profile, patient in told:
            if any(state.step != 0 for state in patient.regimens.values()):
                return None
            places = self._places[id(profile)]
            for name, value in patient.values.items():
                if name not in places:
                    return None
                place = places[name]
                if isinstance(value, Fraction):
                    value = (value - place.how.offset) / place.how.factor
                if found.setdefault(place.wide, value) != value:
                    return None
        return found


def _scaled(how: Conversion, values: Values) -> Values:
    if not isinstance(values, NumberSet):
        return values
    return values.scaled(Conversion(1 / how.factor, -how.offset / how.factor))


def _kind(declared: ir.Input) -> Hashable:
    return declared.type.measure if isinstance(declared.type, ir.NumberType) else type(declared.type).__name__


def _placed(
    root: Root, declared: ir.Input, guideline: ir.Guideline, measures: list[tuple[Measure, Substances]]
) -> _Place:
    """The wide key of an input: a number goes by the first unit that converts to its own."""
    if not isinstance(declared.type, ir.NumberType):
        return _Place(Wide(root, type(declared.type).__name__), AS_IT_IS)
    own = declared.type.measure
    for measure, book in measures:
        for substances in (guideline.substances, book):
            try:
                how = conversion(measure, own, substances)
            except MeasureError:
                continue
            return _Place(Wide(root, measure), how, own=substances is guideline.substances)
    measures.append((own, guideline.substances))
    return _Place(Wide(root, own), AS_IT_IS)
