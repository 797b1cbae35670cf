"""What else changed between two versions: all that affects no advice, but that a reviewer wants to know.

Enters: two guidelines and which of their names are the same. Leaves: `Also`s, short.

    version 0.1.0, one reason less     ->   Also("version", "0.1.0 -> 0.2.0"), Also("reasons", "1 other")
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from milligram.compare.matching import Matching
from milligram.ir import nodes as ir
from milligram.ir.print import join
from milligram.ir.walk import descend, homes
from milligram.quantity import decimal_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """``what`` changed, and ``how``."""

    what: str
    how: str = ""


def also_changed(left: ir.Guideline, right: ir.Guideline, matching: Matching) -> tuple[Also, ...]:
    """Everything, in the order of a guideline."""
    return (
        *_header(left, right),
        *_renamed(matching),
        *_sources(left, right),
        *_drugs(left, right, matching),
        *_inputs(left, right, matching),
        *_limits(left, right, matching),
        *_notes(left, right),
        *_prose(left, right),
        *_cases(left, right),
    )


def _pair(what: str, before: object, after: object) -> Iterator[Also]:
    if before != after:
        yield Also(what=what, how=f"{_said(before)} -> {_said(after)}")


def _said(value: object) -> str:
    return "none" if value is None or value == "" else str(value)


def _header(left: ir.Guideline, right: ir.Guideline) -> Iterator[Also]:
    yield from _pair("name", left.name, right.name)
    yield from _pair("title", left.title, right.title)
    yield from _pair("version", left.version, right.version)
    yield from _pair("status", left.status, right.status)
    yield from _pair("for", left.audience, right.audience)
    yield from _pair("issued", left.issued, right.issued)
    yield from _pair("review by", left.review_by, right.review_by)


def _renamed(matching: Matching) -> Iterator[Also]:
    told = {"input": "input", "drug": "substance", "regimen": "regimen", "named": "define", "monitor": "monitor"}
    for each in matching.renamed:
        why = " (taken for the same by how it is used)" if each.why == "use" and each.category == "input" else ""
        yield Also(what=f"{told[each.category]} {each.left}", how=f"now called {each.right}{why}")


def _names(what: str, ours: Iterable[str], theirs: Iterable[str]) -> Iterator[Also]:
    mine, others = list(ours), list(theirs)
    for name in mine:
        if name not in others:
            yield Also(what=f"{what} {name}", how="gone")
    for name in others:
        if name not in mine:
            yield Also(what=f"{what} {name}", how="new")


def _sources(left: ir.Guideline, right: ir.Guideline) -> Iterator[Also]:
    yield from _names("source", left.sources, right.sources)
    for name, source in left.sources.items():
        other = right.sources.get(name)
        if other is not None and _plain(source) != _plain(other):
            told = "other details" if source.title == other.title else f"{source.title} -> {other.title}"
            yield Also(what=f"source {name}", how=told)


def _plain(node: ir.EvidenceSource) -> Hashable:
    return node.title, node.fields, tuple((each.text, each.estimate) for each in node.findings)


def _drugs(left: ir.Guideline, right: ir.Guideline, matching: Matching) -> Iterator[Also]:
    theirs = {ours: name for name, ours in matching.drugs.items()}
    for name, drug in left.drugs.items():
        if name not in theirs:
            yield Also(what=f"substance {name}", how="gone")
            continue
        other = right.drugs[theirs[name]]
        one, two = left.substances.get(name), right.substances.get(theirs[name])
        if one is not None and two is not None:
            yield from _pair(f"formula of {drug.title}", one.formula, two.formula)
            yield from _pair(f"charge of {drug.title}", one.charge, two.charge)
        if drug.label != other.label:
            yield from _pair(f"label of {name}", drug.label, other.label)
        yield from _members(drug, other)
    yield from (Also(what=f"substance {name}", how="new") for name in right.drugs if name not in matching.drugs)


def _members(drug: ir.Drug, other: ir.Drug) -> Iterator[Also]:
    if sorted(drug.members) != sorted(other.members):
        yield Also(what=f"members of {drug.title}", how=f"{', '.join(drug.members)} -> {', '.join(other.members)}")


# --- inputs -----------------------------------------------------------------------------------------------------------


def _inputs(left: ir.Guideline, right: ir.Guideline, matching: Matching) -> Iterator[Also]:
    theirs = {ours: name for name, ours in matching.inputs.items()}
    for name, declared in left.inputs.items():
        if name in theirs:
            yield from _input(declared, right.inputs[theirs[name]])
        elif name in right.inputs:
            yield Also(what=f"input {name}", how="of another kind or unit: not compared as one")
        else:
            yield Also(what=f"input {name}", how="gone")
    for name in right.inputs:
        if name not in matching.inputs and name not in left.inputs:
            yield Also(what=f"input {name}", how="new")


def _input(one: ir.Input, other: ir.Input) -> Iterator[Also]:
    name = one.title
    yield from _pair(f"label of {one.name}", one.label, other.label)
    yield from _pair(f"question for {name}", one.ask, other.ask)
    yield from _pair(f"LOINC of {name}", one.loinc, other.loinc)
    yield from _pair(f"SNOMED of {name}", one.snomed, other.snomed)
    if one.valid != other.valid:
        yield Also(what=f"{name} valid", how=f"{_days(one.valid)} -> {_days(other.valid)}")
    unit = _unit(one), _unit(other)
    yield from _pair(f"unit of {name}", *unit)
    bounds = _bounds(one), _bounds(other)
    if bounds[0] != bounds[1]:
        yield Also(what=f"{name} plausible", how=f"{bounds[0]} -> {bounds[1]}; what lies outside is refused")
    words = [choice.word for choice in one.choices], [choice.word for choice in other.choices]
    for which, gone, kept in (("no longer listed", *words), ("new", words[1], words[0])):
        lone = [word for word in gone if word not in kept]
        if lone:
            yield Also(what=f"answers to {name}", how=f"{join(lone, 'and')} {which}")
    labels = [{choice.word: choice.label for choice in each.choices} for each in (one, other)]
    changed = [word for word, label in labels[0].items() if word in labels[1] and labels[1][word] != label]
    if changed:
        yield Also(what=f"answers to {name}", how=f"{join(changed, 'and')} labelled anew")


def _unit(declared: ir.Input) -> str | None:
    kind = declared.type
    return kind.measure.text if isinstance(kind, ir.NumberType) else None


def _bounds(declared: ir.Input) -> str:
    if declared.plausible is None:
        return "anything"
    written = declared.plausible_written or tuple(decimal_text(bound)[0] for bound in declared.plausible)
    unit = _unit(declared)
    return f"{written[0]} to {written[1]}" + (f" {unit}" if unit and unit != "1" else "")


def _days(days: Fraction | None) -> str:
    return "for ever" if days is None else f"{decimal_text(days)[0]} days"


# --- what stands behind lines -----------------------------------------------------------------------------------------


def _limits(left: ir.Guideline, right: ir.Guideline, matching: Matching) -> Iterator[Also]:
    for theirs, ours in matching.regimens.items():
        one, other = left.regimens[ours], right.regimens[theirs]
        limits = [" and ".join(_limit(each) for each in regimen.limits) or "none" for regimen in (one, other)]
        yield from _pair(f"maximum of {one.title}", *limits)
        if one.label != other.label:
            yield from _pair(f"title of {ours}", one.label, other.label)


def _limit(limit: ir.Limit) -> str:
    const = limit.limit
    return f"{const.written} {const.written_unit or ''}".strip()


def _notes(left: ir.Guideline, right: ir.Guideline) -> Iterator[Also]:
    kinds = ("reason", "citation", "certainty", "difference from the source", "allowance", "stated equivalent")
    for kind, one, other in zip(kinds, _told_notes(left), _told_notes(right), strict=True):
        less, more = sum((one - other).values()), sum((other - one).values())
        if less or more:
            yield Also(what=_plural(kind, max(less, more)), how=_count(less, more))


def _plural(kind: str, number: int) -> str:
    if number == 1:
        return kind
    return {"certainty": "certainties", "difference from the source": "differences from the source"}.get(
        kind, f"{kind}s"
    )


def _count(less: int, more: int) -> str:
    changed = min(less, more)
    parts = [f"{changed} changed"] * bool(changed)
    parts += [f"{less - changed} gone"] * (less > changed)
    parts += [f"{more - changed} new"] * (more > changed)
    return ", ".join(parts)


def _told_notes(guideline: ir.Guideline) -> tuple[Counter[Hashable], ...]:
    because, cited, certain, differs, allowed, equal = (Counter[Hashable]() for _ in range(6))
    nodes = [guideline.header_notes, *(n for home in homes(guideline) for n in descend(home))]
    for node in nodes:
        if isinstance(node, ir.Notes):
            because.update([text for text in (node.because, node.uncited) if text])
            cited.update(node.sources)
            certain.update([node.certainty] if node.certainty else [])
            differs.update((each.source_says, each.because) for each in node.differs)
            allowed.update(each.code for each in node.allows)
        elif isinstance(node, ir.Const | ir.Dose):
            equal.update(node.also)
    return because, cited, certain, differs, allowed, equal


def _prose(left: ir.Guideline, right: ir.Guideline) -> Iterator[Also]:
    told: Mapping[str, tuple[list[str], list[str]]] = {
        "pitfall": ([each.text for each in left.pitfalls], [each.text for each in right.pitfalls]),
        "claim": ([each.text for each in left.claims], [each.text for each in right.claims]),
        "notice": ([each.text for each in left.remarks], [each.text for each in right.remarks]),
        "side effect": (
            [f"{e.target} {e.text}" for e in left.effects],
            [f"{e.target} {e.text}" for e in right.effects],
        ),
    }
    for kind, (one, other) in told.items():
        less, more = Counter(one) - Counter(other), Counter(other) - Counter(one)
        if less or more:
            yield Also(
                what=_plural(kind, max(sum(less.values()), sum(more.values()))), how=_count(less.total(), more.total())
            )


def _cases(left: ir.Guideline, right: ir.Guideline) -> Iterator[Also]:
    ours, theirs = ({case.name: replace(case, notes=ir.NO_NOTES) for case in g.cases} for g in (left, right))
    gone = [name for name in ours if name not in theirs]
    new = [name for name in theirs if name not in ours]
    changed = [name for name, case in ours.items() if name in theirs and theirs[name] != case]
    parts = [f"{len(names)} {how}" for names, how in ((changed, "changed"), (gone, "gone"), (new, "new")) if names]
    if parts:
        yield Also(what="cases", how=", ".join(parts))
