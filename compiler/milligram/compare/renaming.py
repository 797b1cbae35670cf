"""A guideline in other names: each name, number of a statement and unit of an input as somebody wants it.

Enters: a node and a `Renaming`. Leaves: the same node in the new names; a number that is only written differently
becomes the same (``0.70`` and ``0.7``), so that equal formulas are equal nodes.

    Band(InputNumber("crcl", mL/s), under 0.5)    ->    Band(Scaled(InputNumber("clearance", mL/min), 1/60), under 0.5)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, TypeVar

from milligram.ir import nodes as ir
from milligram.quantity import Conversion, Measure, decimal_text
from milligram.source import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What each name becomes; a name that is missing stays. ``shift`` is added to the number of each statement,
    ``moved`` to each place in the text.

    ``scales`` gives, per input (old name), its measure in the new names and how a value of that becomes one of the old
    input; ``views`` the named value (new name) that an input's words or points are read from in its place.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    drugs: Mapping[str, str] = field(default_factory=dict)
    regimens: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    monitors: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, tuple[Measure, Conversion]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    shift: int = 0
    moved: int = 0

    def value(self, name: str) -> str:
        """The new name of an input or a named value."""
        return self.named.get(name) or self.inputs.get(name, name)

    def given(self, name: str) -> str:
        """The new name of a regimen or a drug."""
        return self.regimens.get(name) or self.drugs.get(name, name)


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name not in ("span", "notes"))


def renamed(value: T, to: Renaming) -> T:
    """A node, or a tuple of nodes, in the new names. Notes and places stay as they are."""
    return _renamed(value, to)  # type: ignore[no-any-return]  # it walks nodes of any kind, and leaves the kind


def _renamed(value: Any, to: Renaming) -> Any:
    if isinstance(value, tuple):
        return tuple(_renamed(item, to) for item in value) if value else value
    if not isinstance(value, ir.Node):
        return value
    changed: dict[str, Any] = {}
    if to.moved:
        changed["span"] = Span(value.span.start + to.moved, value.span.end + to.moved)
    own: Any = type(value)  # mypy does not count `type[Node]` as hashable
    for name in _fields_of(own):
        before = getattr(value, name)
        if name == "id" and isinstance(before, int):
            after: Any = before + to.shift
        elif isinstance(before, ir.Node) or (isinstance(before, tuple) and before):
            after = _renamed(before, to)
        else:
            continue
        if after is not before:
            changed[name] = after
    return _own_names(replace(value, **changed) if changed else value, to)


def _own_names(node: Any, to: Renaming) -> Any:
    """A node, the parts of which are renamed, with its own names renamed."""
    match node:
        case ir.Const():
            plain = decimal_text(node.value)[0]
            return replace(node, written=plain, written_unit=None, also=())
        case ir.RoundTo():
            return replace(node, written_step=decimal_text(node.step)[0])
        case ir.InputNumber(name=name):
            return _number(node, name, to)
        case ir.PointsOf(name=name) if name in to.points:
            return ir.NamedNumber(name=to.points[name], measure=node.measure, span=node.span)
        case ir.InputWord(name=name) if name in to.words:
            return ir.NamedWord(name=to.words[name], span=node.span)
        case ir.Known(of=name, state=None):
            return replace(node, of=to.words.get(name) or to.value(name))
        case ir.Known(of=name):
            return replace(node, of=to.states.get(name, name))
        case ir.PointsOf(name=name) | ir.YearsSince(name=name) | ir.InputWord(name=name) | ir.Flag(name=name):
            return replace(node, name=to.inputs.get(name, name))
        case ir.SetHas(name=name) | ir.SetSubject(name=name):
            return replace(node, name=to.inputs.get(name, name))
        case ir.NamedNumber(name=name) | ir.NamedWord(name=name) | ir.NamedCondition(name=name):
            return replace(node, name=to.named.get(name, name))
        case ir.StateNumber(regimen=name):
            return replace(node, regimen=to.states.get(name, name))
        case _:
            return _statement(node, to)


def _number(node: ir.InputNumber, name: str, to: Renaming) -> ir.AnyNumber:
    new = to.inputs.get(name, name)
    if name not in to.scales:
        return replace(node, name=new)
    measure, how = to.scales[name]
    plain = ir.InputNumber(name=new, measure=measure, span=node.span)
    if how.factor == 1 and not how.offset:
        return plain
    return ir.Scaled(operand=plain, factor=how.factor, offset=how.offset, measure=node.measure, span=node.span)


def _statement(node: Any, to: Renaming) -> Any:
    match node:
        case ir.Give(what=name) | ir.Stop(what=name) | ir.Hold(what=name) | ir.AdviseAgainst(what=name):
            return replace(node, what=to.given(name))
        case ir.Suggest(what=str(name)):
            return replace(node, what=to.given(name))
        case ir.Order(what=str(name)):
            return replace(node, what=to.inputs.get(name, name))
        case ir.Start(monitor=name):
            return replace(node, monitor=to.monitors.get(name, name))
        case ir.Report(names=names):
            return replace(node, names=tuple(to.value(name) for name in names))
        case ir.Follow(part=name):
            return replace(node, part=to.parts.get(name, name))
        case ir.Dose(of=name, by=by):
            return replace(
                node, of=None if name is None else to.drugs.get(name, name), by=None if by is None else to.value(by)
            )
        case ir.NeverRule(target=name) | ir.Caution(target=name) | ir.Effect(target=name):
            return replace(node, target=to.given(name))
        case _:
            return _declared(node, to)


def _declared(node: Any, to: Renaming) -> Any:
    match node:
        case ir.Table(outputs=outputs):
            return replace(node, outputs=tuple((to.named.get(name, name), kind) for name, kind in outputs))
        case ir.DefinedCondition(name=name) | ir.DefinedNumber(name=name) | ir.DefinedCases(name=name):
            return replace(node, name=to.named.get(name, name))
        case ir.Score(name=name):
            return replace(node, name=to.named.get(name, name))
        case ir.Regimen(name=name, of=of):
            return replace(node, name=to.regimens.get(name, name), of=None if of is None else to.drugs.get(of, of))
        case ir.Monitor(name=name, inputs=inputs):
            return replace(
                node,
                name=to.monitors.get(name, name),
                inputs=tuple(to.inputs.get(each, each) for each in inputs),
            )
        case ir.Drug(name=name, members=members, gives=gives):
            return replace(
                node,
                name=to.drugs.get(name, name),
                members=tuple(to.drugs.get(each, each) for each in members),
                gives=tuple(to.drugs.get(each, each) for each in gives),
            )
        case ir.Input(name=name):
            return replace(node, name=to.inputs.get(name, name))
        case ir.Block(name=name):
            return replace(node, name=to.parts.get(name, name))
        case _:
            return node
