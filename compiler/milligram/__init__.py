"""Milligram: clinical guidelines as files that are checked, run and compiled.

    import milligram

    guideline = milligram.compile("guidelines/magnesium/neck_spasm.mg")
    guideline.evaluate({"age": 40, "neck_spasm": True}).advice

`milligram.api` says what each of these does. They are imported when they are first asked for: ``import milligram`` by
itself costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milligram.api import Guideline, GuidelineError, PatientError, compile
    from milligram.diagnostics import Diagnostic, Severity
    from milligram.interpret.result import Result

__all__ = ["Diagnostic", "Guideline", "GuidelineError", "PatientError", "Result", "Severity", "compile"]

_HOMES = {"Diagnostic": "diagnostics", "Severity": "diagnostics", "Result": "interpret.result"}


if not TYPE_CHECKING:  # a type checker is to notice a name that is not there

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value: object = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'api')}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
