"""What a target is, and how targets are found.

Enters: the entry points of the group ``milligram.targets``. Leaves: `Target` values by name, each loaded when it is
asked for. The compiler never imports a target by its own; installing a package that declares one is enough.

    find_targets()["python"].emit(guideline, frozenset({"py"}))  ->  Emission(files=(File(".py", b"…"),))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

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
    """What a target made of a guideline: files, or the findings that forbid them (a line that cannot fit a card).

    ``numbered`` names suffixes with ``*`` for a number, where how many files there are depends on the guideline: those
    of an earlier build that are not among ``files`` now are removed, so that no old side of a card stays behind.
    """

    files: tuple[File, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    numbered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way that one patient took: ``steps`` are what `interpret.result.Trace` tells, each the ``id`` of a statement,
    branch or ladder step that was reached and, of one that branches, the place of the branch that was taken.

    ``patient`` says in words who it is, for print; ``read`` what was read of them at a statement, by its ``id``:
    ``(7, "creatinine clearance 45 mL/min")``, and what a rule does that interrupts a regimen: ``(9, "hold Ladder")``.
    ``worked_out`` says what a statement comes to that gives a dose by a table or formula, or reports values, by its
    ``id``, which may come several times: ``(21, "14 units of rapid-acting insulin")``. ``resting`` holds the lines, in
    the file, of schedules whose ``when`` is false for this patient.
    """

    steps: frozenset[tuple[int, int | None]]
    patient: str = ""
    read: tuple[tuple[int, str], ...] = ()
    worked_out: tuple[tuple[int, str], ...] = ()
    resting: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How a user wants it printed; None where nothing was chosen, and each target keeps its own default."""

    paper: str | None = None
    """The paper of one page: ``a6``, ``letter``."""
    n_up: str | None = None
    """The sheet on which as many pages stand as it holds, to be cut."""
    grey: bool = False
    """For a printer without colours."""
    detail: str | None = None
    direction: str | None = None
    """Where a chart goes on: ``right`` or ``down``."""
    highlight: Way | None = None
    """Lights the way that one patient took."""


AS_USUAL = Choices()
"""Nothing was chosen."""


class Emit(Protocol):
    """Writes a guideline in some formats, as chosen.

    It is pure: the same guideline gives the same bytes. It raises only for a bug of its own.
    """

    def __call__(self, guideline: Guideline, formats: frozenset[str], choices: Choices = ..., /) -> Emission:
        """The files. ``formats`` is a subset of the target's, never empty; ``choices`` are among the target's."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One way to write a guideline.

    ``formats`` maps a format's name to what it is for; ``choices`` maps each field of `Choices` that the target heeds
    to the words that it may hold (none for ``grey`` and ``highlight``, which are no words). ``refusal`` tells why
    choices that are each known do not go together, or None.
    """

    name: str
    summary: str
    formats: Mapping[str, str]
    emit: Emit
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refusal: Callable[[Choices], str | None] = lambda _: None


class TargetError(Exception):
    """A target that cannot be loaded or fails: a fault of the package that declares it, never of a guideline."""


class Targets(Mapping[str, Target]):
    """The installed targets by name, in the order of the names. Names cost nothing; ``[name]`` loads one."""

    def __init__(self, points: Mapping[str, EntryPoint]) -> None:
        self._points = dict(points)
        self._loaded: dict[str, Target] = {}

    def __getitem__(self, name: str) -> Target:
        """The target of a name.

        Raises:
            KeyError: none has this name.
            TargetError: it cannot be imported, or is not a `Target` of this name.
        """
        if name not in self._loaded:
            self._loaded[name] = _load(self._points[name])
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._points

    def __iter__(self) -> Iterator[str]:
        return iter(self._points)

    def __len__(self) -> int:
        return len(self._points)


def find_targets() -> Targets:
    """Every installed target.

    Raises:
        TargetError: two packages declare targets of one name.
    """
    points: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        other = points.setdefault(point.name, point)
        if other.value != point.value:
            raise TargetError(f"two targets are called {point.name!r}: {_origin(other)} and {_origin(point)}")
    return Targets(points)


def _load(point: EntryPoint) -> Target:
    try:
        target = point.load()
    except Exception as fault:
        raise TargetError(f"the target {point.name!r} cannot be loaded: {_origin(point)}") from fault
    if not isinstance(target, Target):
        raise TargetError(f"the target {point.name!r} is no Target: {_origin(point)}")
    if target.name != point.name:
        raise TargetError(f"the target {point.name!r} calls itself {target.name!r}: {_origin(point)}")
    return target


def _origin(point: EntryPoint) -> str:
    package = f" of {point.dist.name} {point.dist.version}" if point.dist is not None else ""
    return f"{point.value}{package}"
