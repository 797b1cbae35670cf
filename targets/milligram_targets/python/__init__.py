"""The Python module: one guideline as one standalone file of the standard library only.

Enters: a guideline. Leaves: ``NAME.py`` with ``evaluate(patient)``, typed, documented, formatted, and with the same
answers as the reference interpreter.
"""

from milligram.ir.nodes import Guideline
from milligram.target import AS_USUAL, Choices, Emission, File, Target

from milligram_targets.python.module import module_text

__all__ = ["emit", "module_text", "target"]


def emit(guideline: Guideline, formats: frozenset[str], _: Choices = AS_USUAL, /) -> Emission:
    """The module of a guideline."""
    return Emission(files=(File(suffix=".py", content=module_text(guideline).encode("utf-8")),))


target = Target(
    name="python",
    summary="a standalone, typed Python module",
    formats={"py": "a module that needs the standard library only"},
    emit=emit,
)
"""The target, found by its entry point."""
