"""What a target is, and how targets are found.

Enters: the entry points of the group ``milligram.targets``. Leaves: `Target` values by name. The compiler never imports
a target by its own; installing a package that declares one is enough.

    find_targets()["python"].emit(guideline, frozenset({"py"}))  ->  Emission(files=(File(".py", b"…"),))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points

from milligram.diagnostics import Diagnostic
from milligram.ir.nodes import Guideline

GROUP = "milligram.targets"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file to write: ``suffix`` follows the guideline's name (``.flowchart.svg``)."""

    suffix: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """What a target made of a guideline: files, or the findings that forbid them (a line that cannot fit a card)."""

    files: tuple[File, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One way to write a guideline.

    ``formats`` maps a format's name to what it is for; ``emit`` takes the formats wanted, a subset of them, never
    empty.
    ``emit`` is pure: the same guideline gives the same bytes. It raises only for a bug of its own.
    """

    name: str
    summary: str
    formats: Mapping[str, str]
    emit: Callable[[Guideline, frozenset[str]], Emission]


def find_targets() -> dict[str, Target]:
    """Every installed target, by name, in the order of the names.

    Raises:
        TypeError: an entry point that is not a `Target`; a fault of the package that declares it.
    """
    found: dict[str, Target] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        target = point.load()
        if not isinstance(target, Target):
            raise TypeError(f"the entry point {point.value!r} of {GROUP} is not a Target")
        found[target.name] = target
    return found
