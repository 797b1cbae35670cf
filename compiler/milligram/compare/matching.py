"""Which names of two guidelines mean the same.

Enters: two guidelines, and what somebody says of their names. Leaves: a `Matching`: for the inputs, drugs, regimens,
monitors and named values of the right one what they are called in the left one.

    left: input creatinine_clearance in mL/min        right: input crcl in mL/min
    both: decide "Renal function" by …            ->  inputs {"crcl": "creatinine_clearance"}, a rename

By name first, where the kind allows it; then by code (LOINC, SNOMED; for a substance its formula); then by a rename:
what one side alone has, declared alike and used in the same kinds of places, as often. A drug without a formula is
never taken for one of another name: that would be another drug.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.ir import nodes as ir
from milligram.ir.walk import homes
from milligram.quantity import Conversion, Measure, MeasureError, conversion

Category: TypeAlias = L["input", "drug", "regimen", "named", "monitor"]
CATEGORIES: tuple[Category, ...] = ("drug", "input", "regimen", "named", "monitor")
Why: TypeAlias = L["code", "use", "said"]

AS_IT_IS = Conversion(Fraction(1), Fraction(0))
"""The conversion of what counts in one unit, or in none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """What the two sides call differently; ``why`` is how that was found: by a code, by use, or it was said."""

    category: Category
    left: str
    right: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Per category, the left name of each right name that means the same; and the pairs whose names differ.

    ``apart`` are inputs of one name that cannot be one: they are of different kinds, or of units that do not convert.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    drugs: Mapping[str, str] = field(default_factory=dict)
    regimens: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    monitors: Mapping[str, str] = field(default_factory=dict)
    renamed: tuple[Renamed, ...] = ()
    apart: tuple[str, ...] = ()


def match_guidelines(
    left: ir.Guideline, right: ir.Guideline, said: Mapping[str, str] | None = None, *, by_use: bool = True
) -> Matching:
    """What the two call the same.

    ``said`` is an explicit mapping, right name to left name, that goes before all else; a name that its side does not
    have is passed over. Without ``by_use`` no rename is looked for: two guidelines that are no versions of one another
    may use different things alike.
    """
    renamed: list[Renamed] = []
    found: dict[Category, dict[str, str]] = {}
    uses = (_uses(left), _uses(right)) if by_use else None
    for category in CATEGORIES:
        ours, theirs = _declared(left, category), _declared(right, category)
        pairs = found[category] = {}
        for name, other in (said or {}).items():
            if name in theirs and other in ours and _may_be(left, right, category, other, name, found):
                pairs[name] = other
                if name != other:
                    renamed.append(Renamed(category=category, left=other, right=name, why="said"))
        taken = set(pairs.values())
        for name in theirs:
            if (
                name in ours
                and name not in pairs
                and name not in taken
                and _may_be(left, right, category, name, name, found)
            ):
                pairs[name] = name
        for why in ("code", "use"):
            taken = set(pairs.values())
            alone = [name for name in ours if name not in taken]
            strangers = [name for name in theirs if name not in pairs]
            signs = _codes(left, right, category) if why == "code" else _signs(left, right, category, uses)
            for one, other in _alike(alone, strangers, *signs):
                if _may_be(left, right, category, one, other, found):
                    pairs[other] = one
                    renamed.append(Renamed(category=category, left=one, right=other, why=why))
    inputs = found["input"]
    return Matching(
        inputs=inputs,
        drugs=found["drug"],
        regimens=found["regimen"],
        named=found["named"],
        monitors=found["monitor"],
        renamed=tuple(renamed),
        apart=tuple(name for name in right.inputs if name in left.inputs and name not in inputs),
    )


def _declared(guideline: ir.Guideline, category: Category) -> list[str]:
    match category:
        case "input":
            return list(guideline.inputs)
        case "drug":
            return list(guideline.drugs)
        case "regimen":
            return list(guideline.regimens)
        case "named":
            return list(guideline.named_by_name)
        case "monitor":
            return list(guideline.monitors)


def _may_be(
    left: ir.Guideline,
    right: ir.Guideline,
    category: Category,
    ours: str,
    theirs: str,
    found: Mapping[Category, Mapping[str, str]],
) -> bool:
    """Whether two declarations can be of one thing at all."""
    match category:
        case "input":
            return input_conversion(left, right, ours, theirs, found["drug"]) is not None
        case "drug":
            return left.drugs[ours].is_class == right.drugs[theirs].is_class
        case "named":
            return type(left.named_by_name[ours]) is type(right.named_by_name[theirs])
        case _:
            return True


def input_conversion(
    left: ir.Guideline, right: ir.Guideline, ours: str, theirs: str, drugs: Mapping[str, str] | None = None
) -> Conversion | None:
    """How a value of the left input becomes one of the right; None where they are of different kinds. ``drugs`` says
    what substances of the right are called on the left."""
    one, other = left.inputs[ours].type, right.inputs[theirs].type
    if not (isinstance(one, ir.NumberType) and isinstance(other, ir.NumberType)):
        return AS_IT_IS if type(one) is type(other) else None
    back = {mine: name for name, mine in (drugs or {}).items()}
    for book, first, second in (
        (left.substances, one.measure, _in_names(other.measure, drugs or {})),
        (right.substances, _in_names(one.measure, back), other.measure),
    ):
        try:
            return conversion(first, second, book)
        except MeasureError:
            continue
    return None


def _in_names(measure: Measure, names: Mapping[str, str]) -> Measure:
    """A measure, its substances by other names."""
    of, per = measure.of, measure.per_of
    return Measure(measure.unit, of and names.get(of, of), per and names.get(per, per))


# --- by code ----------------------------------------------------------------------------------------------------------

Signs: TypeAlias = Mapping[str, Hashable]
"""Per name what it is known by; None: by nothing."""


def _codes(left: ir.Guideline, right: ir.Guideline, category: Category) -> tuple[Signs, Signs]:
    return _codes_of(left, category), _codes_of(right, category)


def _codes_of(guideline: ir.Guideline, category: Category) -> Signs:
    match category:
        case "input":
            return {name: each.loinc or each.snomed for name, each in guideline.inputs.items()}
        case "drug":
            return {name: _formula(guideline, name) for name in guideline.drugs}
        case _:
            return {}


def _formula(guideline: ir.Guideline, drug: str) -> Hashable:
    """What a substance is made of; None where the guideline does not say."""
    substance = guideline.substances.get(drug)
    if substance is None or substance.molar_mass is None:
        return None
    return substance.molar_mass, substance.charge, substance.in_unit, len(substance.gives)


def _alike(alone: list[str], strangers: list[str], ours: Signs, theirs: Signs) -> Iterator[tuple[str, str]]:
    """Pairs that are known by the same. Where several are, as many on each side, they pair in the order of
    declaration."""
    groups: dict[Hashable, tuple[list[str], list[str]]] = {}
    for place, (names, signs) in enumerate(((alone, ours), (strangers, theirs))):
        for name in names:
            if (sign := signs.get(name)) is not None:
                groups.setdefault(sign, ([], []))[place].append(name)
    for one, other in groups.values():
        if len(one) == len(other):
            yield from zip(one, other, strict=True)


# --- by use -----------------------------------------------------------------------------------------------------------

Uses: TypeAlias = Mapping[str, Counter[str]]


def _signs(
    left: ir.Guideline, right: ir.Guideline, category: Category, uses: tuple[Uses, Uses] | None
) -> tuple[Signs, Signs]:
    """A declaration without its name, and the kinds of places that use it."""
    if uses is None or category in ("drug", "monitor"):
        return {}, {}
    return _signs_of(left, category, uses[0]), _signs_of(right, category, uses[1])


def _signs_of(guideline: ir.Guideline, category: Category, uses: Uses) -> Signs:
    found: dict[str, Hashable] = {}
    for name in _declared(guideline, category):
        used = uses.get(name)
        if used:
            found[name] = _declaration(guideline, category, name), frozenset(used.items())
    return found


def _declaration(guideline: ir.Guideline, category: Category, name: str) -> Hashable:
    match category:
        case "input":
            declared = guideline.inputs[name]
            words = tuple(choice.word for choice in declared.choices)
            return type(declared.type).__name__, _measured(declared.type), words, declared.label
        case "regimen":
            regimen = guideline.regimens[name]
            return regimen.label, len(regimen.steps), len(regimen.beyond), len(regimen.back)
        case _:
            home = guideline.named_by_name[name]
            return type(home).__name__, getattr(home, "label", None)


def _measured(kind: ir.Type) -> Hashable:
    """What a number measures, in whatever unit: mass and amount of a substance are one."""
    if not isinstance(kind, ir.NumberType):
        return None
    return kind.kind, tuple(item for item in kind.measure.unit.dimension if item[0] not in _MATTER)


_MATTER = frozenset({"g", "mol", "eq"})

_REFERS = frozenset({"name", "of", "regimen", "what", "target", "names", "inputs", "by"})
"""The fields of nodes that hold names."""


def _uses(guideline: ir.Guideline) -> Uses:
    """Per name the kinds of places that use it, and how often: the chain of nodes that leads there."""
    found: dict[str, Counter[str]] = {}

    def walk(value: object, path: str) -> None:
        if isinstance(value, tuple):
            for item in value:
                walk(item, path)
        elif is_dataclass(value) and not isinstance(value, type):
            here = f"{path}/{type(value).__name__}"
            for each in fields(value):
                inner = getattr(value, each.name)
                if isinstance(inner, str) and each.name in _REFERS:
                    found.setdefault(inner, Counter())[here] += 1
                elif isinstance(inner, tuple) and each.name in _REFERS:
                    for item in inner:
                        if isinstance(item, str):
                            found.setdefault(item, Counter())[here] += 1
                elif isinstance(value, ir.Node) and each.name not in ("span", "notes"):
                    walk(inner, f"{here}.{each.name}")

    for home in homes(guideline):
        walk(home, "")
    return found
