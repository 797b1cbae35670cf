"""The interpreter's values for a patient of whom only a part is chosen.

Enters: a guideline and what is chosen so far. Leaves: `Values` that raise `Need` where they read anything else.

    lazily(guideline, {}).condition(clearance under 20)   ->   Need(("input", "clearance"))
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.quantity import Number

Variable: TypeAlias = tuple[str, str]
"""("input", name), ("step", regimen), ("time", regimen); ("score", name) stands for all that a score reads."""

Value: TypeAlias = "ir.PatientValue | int | tuple[Number, ...] | None"
Assignment: TypeAlias = Mapping[Variable, Value]
Picks: TypeAlias = "Mapping[str, ir.AnyNumber]"
"""One value of each define by cases or table, whatever its conditions say."""

TODAY = date(2026, 11, 22)


class Need(Exception):
    """A run reads a variable that is not chosen yet."""

    def __init__(self, variable: Variable) -> None:
        super().__init__(variable)
        self.variable = variable


class LazyState:
    """A regimen's state whose parts are asked for."""

    __slots__ = ("_known", "_regimen")
    since = None

    def __init__(self, known: Assignment, regimen: str) -> None:
        self._known = known
        self._regimen = regimen

    @property
    def step(self) -> Value:
        return _wanted(self._known, ("step", self._regimen))

    @property
    def time(self) -> Value:
        return _wanted(self._known, ("time", self._regimen))


class _Inputs(dict[str, ir.PatientValue]):
    def __init__(self, known: Assignment) -> None:
        super().__init__()
        self.known = known

    def get(self, name: str, default: object = None) -> Value:  # type: ignore[override]
        return TODAY if name == "today" else _wanted(self.known, ("input", name))


class _States(dict[str, ir.RegimenState]):
    def __init__(self, known: Assignment) -> None:
        super().__init__()
        self.known = known

    def __contains__(self, regimen: object) -> bool:
        return True

    def __getitem__(self, regimen: str) -> LazyState:  # type: ignore[override]
        return LazyState(self.known, regimen)


def _wanted(known: Assignment, variable: Variable) -> Value:
    try:
        return known[variable]
    except KeyError:
        raise Need(variable) from None


class LazyValues(Values):
    """The interpreter's values, a score's sums chosen like a value."""

    def __init__(
        self, guideline: ir.Guideline, known: Assignment, *, smooth: bool = False, picks: Picks | None = None
    ) -> None:
        super().__init__(guideline, ir.Patient(values=_Inputs(known), regimens=_States(known)))
        self.chosen = known
        self.smooth = smooth
        self.picks = picks or {}

    def number(self, node: ir.AnyNumber) -> tuple[Number, ...] | None:
        return super().number(node.operand if self.smooth and isinstance(node, ir.RoundTo) else node)

    def named(self, name: str) -> tuple[Number, ...] | tuple[str, ...] | None:
        if isinstance(self.guideline.named_by_name[name], ir.Score):
            return _wanted(self.chosen, ("score", name))  # type: ignore[return-value]
        if name in self.picks:
            return self.number(self.picks[name])
        return super().named(name)


def lazily(guideline: ir.Guideline, known: Assignment) -> Values:
    """The interpreter's values for a patient of whom only this much is chosen; the rest raises `Need`."""
    return LazyValues(guideline, known)


def patient_of(known: Assignment) -> ir.Patient:
    """A whole patient: what was never asked for is unknown, or not started."""
    values = {name: value for (kind, name), value in known.items() if kind == "input" and value is not None}
    steps = {name: value for (kind, name), value in known.items() if kind == "step"}
    states = {}
    for name, step in steps.items():
        time = known.get(("time", name))
        assert step is None or isinstance(step, int)
        states[name] = ir.RegimenState(step=step, time=time if step and isinstance(time, Fraction) else None)
    return ir.Patient(values=values, regimens=states)  # type: ignore[arg-type]
