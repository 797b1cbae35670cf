"""Which names of two guidelines that know nothing of each other mean the same.

Enters: two guidelines, and what somebody says of their names. Leaves: a `Matching` for their product.

    iron:  input ferritin in ug/L, loinc "2276-4"        renal: input ferritin_level in ng/mL, loinc "2276-4"
    both:  inputs {"ferritin_level": "ferritin"}

What is said goes first, then a code (LOINC, SNOMED), then the name; a substance is also known by its formula. A name
alone is not believed against two codes that differ, nor across kinds or units that do not convert. A define or a score
is also known by its title. Regimens are one only where it is said: two wards may both speak of *maintenance*.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

from milligram.compare.matching import Matching, input_conversion
from milligram.ir import nodes as ir

MOST_SAME = 10_000
"""So many names can be said to be the same."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name in one guideline, or (``guideline`` None) in every one that has it."""

    guideline: str | None
    name: str

    def __str__(self) -> str:
        return self.name if self.guideline is None else f"{self.guideline}.{self.name}"

    def means(self, guideline: ir.Guideline) -> bool:
        """Whether it speaks of this guideline: by its name, or by that of its file."""
        return self.guideline is None or self.guideline in titles_of(guideline)


class NotSame(ValueError):
    """What is said cannot be read, or names nothing; the message is one plain sentence."""


@dataclass(frozen=True)
class Same:
    """Names that are said to be the same: ``iron.ferritin = renal.ferritin_level``, ``paracetamol = acetaminophen``."""

    pairs: tuple[tuple[Ref, Ref], ...] = ()

    @cached_property
    def groups(self) -> tuple[tuple[Ref, ...], ...]:
        """What is the same as the same is the same."""
        group: dict[Ref, dict[Ref, None]] = {}
        for one, other in self.pairs:
            joined = {**group.get(one, {one: None}), **group.get(other, {other: None})}
            group.update(dict.fromkeys(joined, joined))
        return tuple(dict.fromkeys(tuple(members) for members in group.values()))

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[tuple[int, Ref], ...]]:
        found: dict[str, list[tuple[int, Ref]]] = {}
        for number, group in enumerate(self.groups):
            for ref in group:
                found.setdefault(ref.name, []).append((number, ref))
        return {name: tuple(refs) for name, refs in found.items()}

    def group_of(self, guideline: ir.Guideline, name: str) -> int | None:
        """The number of the group that a name of a guideline is in."""
        return next((number for number, ref in self._by_name.get(name, ()) if ref.means(guideline)), None)


NOTHING_SAID = Same()
"""No name is said to be another."""


def titles_of(guideline: ir.Guideline) -> tuple[str, str]:
    """What a guideline is called before the dot: its own name, or its file's."""
    return guideline.name, PurePath(guideline.source.path).stem


def read_same(text: str) -> tuple[Ref, Ref]:
    """``a.x = b.y`` as two names.

    Raises:
        NotSame: it is not of that form.
    """
    sides = [side.strip() for side in text.split("=")]
    if len(sides) != 2 or not all(sides):
        raise NotSame(f"{text.strip()!r} is not of the form guideline.name=guideline.name")
    one, other = map(_ref, sides)
    if one == other:
        raise NotSame(f"{text.strip()!r} says of a name that it is itself")
    return one, other


def _ref(text: str) -> Ref:
    guideline, dot, name = text.rpartition(".")
    return Ref(guideline if dot else None, name)


def read_map(text: str) -> Iterator[tuple[Ref, Ref]]:
    """The pairs of a file: one a line, ``#`` starts a comment.

    Raises:
        NotSame: a line is not of that form, or there are too many.
    """
    count = 0
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0]
        if not said.strip():
            continue
        count += 1
        if count > MOST_SAME:
            raise NotSame(f"more than {MOST_SAME:,} lines")
        try:
            yield read_same(said)
        except NotSame as fault:
            raise NotSame(f"line {number}: {fault}") from None


def check_same(same: Same, guidelines: Iterable[ir.Guideline]) -> None:
    """Whether everything that is said names something, and nothing that cannot be one.

    Raises:
        NotSame: a guideline or a name is not there; the nearest one is told. Or two names are of different kinds.
    """
    every = list(guidelines)
    for pair in same.pairs:
        homes = [[each for each in every if ref.means(each)] for ref in pair]
        for ref, there in zip(pair, homes, strict=True):
            if not there:
                known = dict.fromkeys(title for each in every for title in titles_of(each))
                raise NotSame(f"{str(ref)!r} names no guideline that is compared{_hint(ref.guideline or '', known)}")
            if not any(ref.name in _names(each) for each in there):
                known = dict.fromkeys(name for each in there for name in _names(each))
                raise NotSame(f"{str(ref)!r} names nothing{_hint(ref.name, known)}")
        one, other = pair
        clash = next(
            (
                (left, right)
                for left in homes[0]
                for right in homes[1]
                if one.name in left.inputs
                and other.name in right.inputs
                and input_conversion(left, right, one.name, other.name) is None
            ),
            None,
        )
        if clash is not None:
            raise NotSame(f"{one} and {other} cannot be the same: their kinds, or units, do not fit")


def _hint(name: str, known: Iterable[str]) -> str:
    from milligram.diagnostics.spelling import closest

    near = closest(name, known)
    return f"; did you mean {near!r}?" if near else ""


def _names(guideline: ir.Guideline) -> Mapping[str, object]:
    return {**guideline.inputs, **guideline.drugs, **guideline.regimens, **guideline.named_by_name}


# --- two guidelines ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Pairs:
    """Right names and their left ones, of one kind; each name once."""

    right: Mapping[str, object]
    left: Mapping[str, object]
    may_be: Callable[[str, str], bool]
    of: dict[str, str] = field(default_factory=dict)

    def add(self, ours: str, theirs: str) -> bool:
        """Takes two names as one, where both are free and can be."""
        if theirs in self.of or ours in self.of.values() or not self.may_be(ours, theirs):
            return False
        self.of[theirs] = ours
        return True

    def by_group(self, left: ir.Guideline, right: ir.Guideline, same: Same) -> None:
        """What is said."""
        if same.pairs:
            self.by_sign(
                {n: same.group_of(left, n) for n in self.left}, {n: same.group_of(right, n) for n in self.right}
            )

    def by_sign(self, ours: Mapping[str, Hashable], theirs: Mapping[str, Hashable]) -> None:
        """Names that share a sign; of several, those of one name, then only one that is alone on both sides."""
        for sign in dict.fromkeys(sign for sign in theirs.values() if sign is not None):
            here = [name for name, each in ours.items() if each == sign]
            there = [name for name, each in theirs.items() if each == sign]
            both = [name for name in there if name in here]
            for name in both:
                self.add(name, name)
            if not both and len(here) == len(there) == 1:
                self.add(here[0], there[0])


def match_pair(left: ir.Guideline, right: ir.Guideline, same: Same = NOTHING_SAID) -> Matching:
    """What two guidelines of different authors call the same."""
    inputs = _Pairs(right.inputs, left.inputs, lambda a, b: input_conversion(left, right, a, b) is not None)
    inputs.by_group(left, right, same)
    for code in ("loinc", "snomed"):
        inputs.by_sign(_codes(left, code), _codes(right, code))
    for name in right.inputs:
        if name in left.inputs and not differ(left.inputs[name], right.inputs[name]):
            inputs.add(name, name)
    named = _Pairs(right.named_by_name, left.named_by_name, lambda a, b: True)
    named.by_group(left, right, same)
    for name in named.right:
        if name in named.left:
            named.add(name, name)
    named.by_sign(titles_of_named(left), titles_of_named(right))
    regimens = _Pairs(right.regimens, left.regimens, lambda a, b: True)
    regimens.by_group(left, right, same)
    drugs = _Pairs(drugs_of(right), drugs_of(left), lambda a, b: True)
    drugs.by_group(left, right, same)
    for name in drugs.right:
        if name in drugs.left:
            drugs.add(name, name)
    drugs.by_sign(
        {name: formula_of(left, name) for name in drugs.left if name not in drugs.of.values()},
        {name: formula_of(right, name) for name in drugs.right if name not in drugs.of},
    )
    return Matching(
        inputs=inputs.of,
        drugs=drugs.of,
        regimens=regimens.of,
        named=named.of,
        apart=tuple(name for name in right.inputs if name in left.inputs and name not in inputs.of),
    )


def titles_of_named(guideline: ir.Guideline) -> dict[str, Hashable]:
    """The names of defines and scores that have a title, by that and by their kind."""
    found: dict[str, Hashable] = {}
    for home in guideline.named:
        if not isinstance(home, ir.Table) and home.label is not None:
            found[home.name] = type(home).__name__, home.label.casefold()
    return found


def _codes(guideline: ir.Guideline, code: str) -> dict[str, Hashable]:
    return {name: getattr(each, code) for name, each in guideline.inputs.items()}


def differ(one: ir.Input, other: ir.Input) -> bool:
    """Whether codes say that two inputs are not one."""
    pairs = ((one.loinc, other.loinc), (one.snomed, other.snomed))
    return any(a is not None and b is not None and a != b for a, b in pairs)


def drugs_of(guideline: ir.Guideline) -> dict[str, None]:
    """Every drug that a guideline names, declared or not."""
    found: dict[str, None] = {}
    for name, drug in guideline.drugs.items():
        found.update(dict.fromkeys((name, *drug.members, *drug.gives)))
    return found


def formula_of(guideline: ir.Guideline, drug: str) -> Hashable:
    """The formula of a substance, however it is written; None where none is given."""
    substance = guideline.substances.get(drug)
    if substance is None or substance.molar_mass is None:
        return None
    return substance.molar_mass
