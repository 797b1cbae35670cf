"""Which column of a table is which input.

Enters: a guideline, the names of the columns, what ``--map`` and ``--keep`` say. Leaves: a `Plan`, or a `ColumnError`
with every fault of the header at once.

    id, age, serum_magnesium[mg/dL], replacement_step   (keep id)
        ->  kept id; inputs age, serum_magnesium in mg/dL; the step of the regimen replacement
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as L

from milligram.diagnostics.display import visible
from milligram.diagnostics.spelling import closest
from milligram.interpret.patient_values import Refused, quantity
from milligram.ir import nodes as ir
from milligram.quantity import Measure, Substances, parse_unit

_UNIT = re.compile(r"([^\[]*?)\s*\[(.*)\]", re.DOTALL)
_DAYS = Measure(parse_unit("d"))
STATES: tuple[L["step", "time", "since"], ...] = ("step", "time", "since")

Role = L["input", "today", "regimen", "step", "time", "since"]


class ColumnError(ValueError):
    """Columns that do not fit the guideline, or each other; ``faults`` are sentences."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that is read: ``of`` is the input or the regimen (empty for ``today``), ``unit`` that of its numbers."""

    name: str
    role: Role
    of: str = ""
    unit: str | None = None

    @property
    def key(self) -> str:
        """As the data of a single patient names it: ``age``, ``replacement step``."""
        match self.role:
            case "step" | "time" | "since":
                return f"{self.of} {self.role}"
            case "today":
                return "today"
            case _:
                return self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is read, what is kept, and the inputs and regimens of which no column tells."""

    read: tuple[Column, ...]
    kept: tuple[str, ...]
    unmentioned: tuple[str, ...]


class Names:
    """Finds what a column's name means; ``maps`` give columns another name, ``kept`` ones need none."""

    def __init__(self, guideline: ir.Guideline, maps: Mapping[str, str], kept: Sequence[str]) -> None:
        self.guideline = guideline
        self.maps = dict(maps)
        self.kept = tuple(dict.fromkeys(kept))

    def column(self, name: str) -> Column | str | None:
        """The column of a name; None for one that is only kept; a sentence for one that nothing reads."""
        mapped = self.maps.get(name)
        if mapped is not None:
            found = self._of(mapped, name)
            return found or f'"{visible(mapped)}" is no input of {self.guideline.name}{self._near(mapped)}'
        found = self._of(name, name)
        if found is not None or name in self.kept:
            return found
        why = f'column "{visible(name[:80])}" is no input of {self.guideline.name}{self._near(name)}'
        return f"{why}; name it with --map or --keep"

    def _of(self, text: str, name: str) -> Column | str | None:
        bracket = _UNIT.fullmatch(text.strip())
        own, unit = (bracket[1].strip(), bracket[2].strip()) if bracket else (text.strip(), None)
        found = self._role(own)
        if found is None or unit is None:
            return None if found is None else Column(name=name, role=found[0], of=found[1])
        role, of = found
        fault = self._unit_fault(role, of, unit)
        return Column(name=name, role=role, of=of, unit=unit) if fault is None else f'column "{visible(name)}": {fault}'

    def _role(self, own: str) -> tuple[Role, str] | None:
        if own in self.guideline.inputs:
            return "input", own
        if own == "today":
            return "today", ""
        if own in self.guideline.regimens:
            return "regimen", own
        for state in STATES:
            for between in " _":
                regimen = own.removesuffix(between + state)
                if regimen != own and regimen in self.guideline.regimens:
                    return state, regimen
        return None

    def _unit_fault(self, role: Role, of: str, unit: str) -> str | None:
        try:
            if role == "time":
                quantity(Substances(), _DAYS, f"1 {unit}", "")
                return None
            kind = self.guideline.inputs[of].type if role == "input" else None
            if not isinstance(kind, ir.NumberType):
                return f"[{visible(unit)}] is a unit, and no number stands there"
            quantity(self.guideline.substances, kind.measure, f"1 {unit}", "")
        except Refused as refused:
            return refused.message
        return None

    def _near(self, name: str) -> str:
        own = name.partition("[")[0].strip()
        states = [f"{regimen} {state}" for regimen in self.guideline.regimens for state in STATES]
        near = closest(own, [*self.guideline.inputs, *states, "today"])
        return f'; did you mean "{near}"?' if near else ""


def plan_columns(names: Names, header: Sequence[str]) -> Plan:
    """The plan of a header.

    Raises:
        ColumnError: a column that nothing reads, two for one input, or a ``--map`` or ``--keep`` of none.
    """
    faults = [f'there are {n} columns "{visible(name)}"' for name, n in Counter(header).items() if n > 1]
    faults += [f'--map names a column "{visible(name)}" that is not there' for name in names.maps if name not in header]
    faults += [
        f'--keep names a column "{visible(name)}" that is not there' for name in names.kept if name not in header
    ]
    read: list[Column] = []
    for name in dict.fromkeys(header):
        found = names.column(name)
        if isinstance(found, str):
            faults.append(found)
        elif found is not None:
            read.append(found)
    for key, n in Counter(column.key for column in read).items():
        if n > 1:
            both = " and ".join(f'"{visible(column.name)}"' for column in read if column.key == key)
            faults.append(f"{both} are all {key}" if n > 2 else f"{both} are both {key}")
    for column in read:
        parts = [other for other in read if other.of == column.of and other.role in STATES]
        if column.role == "regimen" and parts:
            faults.append(f'"{visible(column.name)}" and "{visible(parts[0].name)}" both say where {column.of} stands')
    if faults:
        raise ColumnError(faults)
    return Plan(read=tuple(read), kept=names.kept, unmentioned=unmentioned(names.guideline, {c.of for c in read}))


def unmentioned(guideline: ir.Guideline, mentioned: Iterable[str]) -> tuple[str, ...]:
    """The inputs and regimens that are not among those mentioned."""
    known = set(mentioned)
    return tuple(name for name in (*guideline.inputs, *guideline.regimens) if name not in known)
