"""What a ``report`` puts into the result, and what the trace shows of an input.

Enters: a name. Leaves: its value for people: a number, the hull of a possible one, words, or None where it is unknown.

    curb65 with one line unknown  ->  Range(low=2, high=3)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from milligram.interpret.faults import Faulty
from milligram.interpret.result import OneOf, Range, Reported, Unstated
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import inputs_read, states_read
from milligram.quantity import Number, Real, check_length


def reported(values: Values, name: str, *at: ir.Node) -> Reported:
    """The value of an input or a named value.

    Raises `Faulty` where it has none, and, about the nodes ``at``, for a number that is too long to be written.
    """
    home = values.guideline.named_by_name.get(name)
    if home is None:
        return values.input(name)
    if isinstance(home, ir.DefinedCondition):
        return values.condition(ir.NamedCondition(name=name))
    possible = values.named(name)
    if possible is None:
        return _unstated(values, name, home)
    words = tuple(item for item in possible if isinstance(item, str))
    if words:
        return words[0] if len(words) == 1 else OneOf(words=words)
    numbers: list[Number] = [item for item in possible if isinstance(item, Fraction | Real)]
    low, high = numbers[0], numbers[-1]
    with Faulty.arising(*at):
        for end in (low, high) if len(numbers) > 1 else (low,):
            check_length(end)
    return low if len(numbers) == 1 else Range(low=low, high=high)


def _unstated(values: Values, name: str, home: ir.Named) -> Unstated | None:
    if isinstance(home, ir.DefinedCases | ir.Table):
        remaining = values.candidates(name)
        if all(isinstance(value, ir.UnspecifiedValue) for value in remaining):
            texts = [value.text for value in remaining if isinstance(value, ir.UnspecifiedValue)]
            return Unstated(text=texts[0])
    return None


def values_read(values: Values, nodes: Iterable[ir.Node]) -> Mapping[str, Reported]:
    """The inputs and states that nodes depend on, with the patient's values."""
    found: dict[str, Reported] = {}
    for node in nodes:
        for name in inputs_read(node, values.guideline):
            found[name] = values.input(name)
        for regimen, which in states_read(node, values.guideline):
            found[f"{regimen} {which}"] = values.state_number(regimen, which)
    return found
