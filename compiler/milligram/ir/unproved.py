"""What the author lets stand although it could not be proved.

Enters: a guideline. Leaves: the reasons of its ``allow MG000``, which every output prints.

    decide by difference
      allow MG000 because "no difference is over 90 mmol/L"   ->   ("no difference is over 90 mmol/L",)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from milligram.ir import nodes as ir
from milligram.ir.walk import descend

NOT_DECIDED = "MG000"
"""The code of a place that the checks could not judge."""


def unproved(guideline: ir.Guideline) -> tuple[str, ...]:
    """The reasons for which places that were not proved stand, each once, in the author's order."""
    found = [
        node
        for root in _roots(guideline)
        for node in descend(root)
        if isinstance(node, ir.Allowance) and node.code == NOT_DECIDED
    ]
    found.sort(key=lambda allowance: allowance.span.start)
    return tuple(dict.fromkeys(allowance.because for allowance in found))


def _roots(guideline: ir.Guideline) -> Iterator[ir.Node]:
    """Every node that the guideline itself holds, whatever its kind: an allowance may stand at any."""
    for each in fields(guideline):
        value = getattr(guideline, each.name)
        held = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,)
        yield from (node for node in held if isinstance(node, ir.Node))
