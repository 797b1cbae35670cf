"""What each name is a value of, by the meaning of the text.

Enters: a `Known` and a name. Leaves: its type: of this text, or while that has none, of the last text that had one.
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.ir import nodes as ir
from milligram.lsp.know import Known


def types_in(guideline: ir.Guideline | None) -> Iterator[tuple[str, ir.Type]]:
    """Every input and named value with its type."""
    if guideline is None:
        return
    for given in guideline.inputs.values():
        yield given.name, given.type
    for named in guideline.named:
        match named:
            case ir.Table(outputs=outputs):
                yield from outputs
            case ir.DefinedCases(name=name, type=kind):
                yield name, kind
            case ir.DefinedNumber(name=name, value=value):
                yield name, ir.NumberType(measure=value.measure)
            case ir.Score(name=name, measure=measure):
                yield name, ir.NumberType(measure=measure, kind="number")
            case ir.DefinedCondition(name=name):
                yield name, ir.FlagType()


def type_of(known: Known, name: str) -> ir.Type | None:
    """What a name is, by the meaning of this text or of the last one that had one."""
    for guideline in (known.guideline, known.earlier):
        if guideline is None:
            continue
        if name in guideline.inputs:
            return guideline.inputs[name].type
        if name in guideline.named_by_name:
            return next((kind for other, kind in types_in(guideline) if other == name), None)
    return None
