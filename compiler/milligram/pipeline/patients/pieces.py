"""A run in pieces that know nothing of each other, so that each is kept for all patients who are alike to it.

Enters: a guideline and one patient's values. Leaves: a `Piece`: what a part of the run said, in order, with a mark
where another piece goes, and which values it read.

    pathway p:                       piece of p:       say order …; go to piece 2; say give …
      order creatinine_clearance     piece 2:          said note …, for those with a low potassium
      when serum_potassium under 3.5: note "…"
      give replacement

A piece is whether the guideline applies and what interrupts a regimen; a pathway; or a ``when`` from which the pathway
goes on whatever it says. The answers of several pieces are their sum, not their product: two hundred ways to ask for
what is unknown and three stages of a kidney are two hundred and three runs, not six hundred. Putting together replays
what was said into a `Record`, which settles repeats and the order of questions as in a run in one piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from milligram.interpret.depth import room_for
from milligram.interpret.evaluate import whether_it_applies
from milligram.interpret.faults import Faulty
from milligram.interpret.flow import Flow
from milligram.interpret.ladders import read_interruptions
from milligram.interpret.pathway import Run
from milligram.interpret.patient import PatientProblem, impossible_problems
from milligram.interpret.record import Record
from milligram.interpret.regimens import Interrupted
from milligram.interpret.result import Advice, Blocked, Fault, Reported, Trace, WouldApply
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, can_end, statements

V = TypeVar("V")


class Wait(NamedTuple):
    """What waits for unknown inputs."""

    names: tuple[str, ...]
    blocks: tuple[str, ...]
    halting: bool


class Report(NamedTuple):
    """A reported value."""

    name: str
    value: Reported


class Went(NamedTuple):
    """A step of the path, as text."""

    text: str


class Go(NamedTuple):
    """Here stands another piece."""

    piece: int


Event: TypeAlias = Advice | Blocked | Fault | Wait | Report | Went | Go


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What a part of a run said. ``problems`` are why there is no such patient, ``applies`` is of the first piece."""

    events: tuple[Event, ...] = ()
    applies: bool | None = None
    problems: tuple[PatientProblem, ...] = ()

    @property
    def goes(self) -> tuple[int, ...]:
        """The pieces that belong to it."""
        return tuple(dict.fromkeys(event.piece for event in self.events if isinstance(event, Go)))


class NotApart(Exception):
    """A piece that does not simply go on: it was taken apart wrongly, and is not any more."""


class Pieces:
    """The pieces of a guideline. Number 0 is where every run begins; pathways and ``when``s follow as they are met."""

    def __init__(self, guideline: ir.Guideline, as_of: date | None) -> None:
        self.guideline = guideline
        self.as_of = as_of
        self.nodes: list[ir.Block | ir.When] = list(guideline.pathways)
        self._numbers = {id(node): number for number, node in enumerate(self.nodes, 1)}
        self._whole = {id(node) for node in all_statements(guideline) if not self._may_stand_apart(node)}

    def _may_stand_apart(self, node: ir.AnyStatement) -> bool:
        return (
            isinstance(node, ir.When) and not _is_recursive(self.guideline) and not can_end(node.body, self.guideline)
        )

    def is_apart(self, node: ir.When) -> bool:
        """Whether a ``when`` is a piece by itself."""
        return id(node) not in self._whole

    def number(self, node: ir.Block | ir.When) -> int:
        """The number of a piece."""
        number = self._numbers.setdefault(id(node), len(self.nodes) + 1)
        if number > len(self.nodes):
            self.nodes.append(node)
        return number

    def run(self, number: int, patient: ir.Patient) -> tuple[Piece, tuple[str, ...]]:
        """A piece for one patient, and the inputs, regimens and ``today`` that were read for it, in order.

        Raises:
            NotApart: the piece halts its pathway; from now on it is no piece, and all that was met means nothing.
        """
        reads: dict[str, None] = {}
        watched = replace(patient, values=_Watched(patient.values, reads), regimens=_Watched(patient.regimens, reads))
        with room_for(self.guideline):
            return (self._first(watched) if number == 0 else self._later(number, watched)), tuple(reads)

    def _first(self, patient: ir.Patient) -> Piece:
        problems = impossible_problems(self.guideline, patient, self.as_of)
        if problems:
            return Piece(problems=tuple(problems))
        run = _PieceRun(Values(self.guideline, patient, self.as_of), self)
        applies = whether_it_applies(run)
        if applies:
            read_interruptions(run)
            run.log.extend(Go(self.number(pathway)) for pathway in self.guideline.pathways)
        return Piece(events=tuple(run.log), applies=applies)

    def _later(self, number: int, patient: ir.Patient) -> Piece:
        run = _PieceRun(Values(self.guideline, patient, self.as_of), self)
        run.interrupted = _Interruptions(run)
        node = self.nodes[number - 1]
        if isinstance(node, ir.Block):
            run.pathway(node)
            return Piece(events=tuple(run.log))
        run.top = node
        if run.block((node,)) is not Flow.ON:
            self._whole.add(id(node))
            raise NotApart
        return Piece(events=tuple(run.log))


def _is_recursive(guideline: ir.Guideline) -> bool:
    """Whether a part follows itself, by others too (a fault that the checker finds)."""
    calls = {
        name: {node.part for node in statements(part.body) if isinstance(node, ir.Follow)}
        for name, part in guideline.parts.items()
    }
    for name in calls:
        seen: set[str] = set()
        waiting = list(calls[name])
        while waiting:
            called = waiting.pop()
            if called not in seen:
                seen.add(called)
                waiting.extend(calls.get(called, ()))
        if name in seen:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Together:
    """What all pieces of a run say."""

    record: Record
    path: tuple[str, ...]
    faults: tuple[Fault, ...]


def put_together(guideline: ir.Guideline, pieces: Mapping[int, Piece]) -> Together:
    """A whole run, from the pieces that belong to it by their numbers."""
    record = Record(guideline)
    path: list[str] = []
    faults: dict[Fault, None] = {}
    waiting: list[Event] = [*reversed(pieces[0].events)]
    while waiting:
        event = waiting.pop()
        match event:
            case Go(piece=number):
                waiting.extend(reversed(pieces[number].events))
            case Went(text=text):
                path.append(text)
            case Advice():
                record.say(event)
            case Wait(names=names, blocks=blocks, halting=halting):
                record.wait(names, blocks, halting=halting)
            case Blocked():
                record.block(event)
            case Report(name=name, value=value):
                record.reports[name] = value
            case Fault():
                faults[event] = None
    return Together(record, tuple(path), tuple(faults))


# --- runs that are listened to ----------------------------------------------------------------------------------------


class _Watched(dict[str, V], Generic[V]):
    """Values that note who is asked for; a key that is not there was asked for too."""

    def __init__(self, values: Mapping[str, V], reads: dict[str, None]) -> None:
        super().__init__(values)
        self.reads = reads

    def __getitem__(self, key: str) -> V:
        self.reads[key] = None
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.reads[str(key)] = None
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """As ever, and noted."""
        self.reads[key] = None
        return super().get(key, default)


class _Steps(list[Trace]):
    """A trace that goes into the log, as text."""

    def __init__(self, log: list[Event]) -> None:
        super().__init__()
        self.log = log

    def append(self, step: Trace) -> None:
        """As ever, and noted."""
        self.log.append(Went(step_text(step.line, step.what, step.outcome)))


class _Reports(dict[str, Reported]):
    """Reports that go into the log."""

    def __init__(self, log: list[Event]) -> None:
        super().__init__()
        self.log = log

    def __setitem__(self, name: str, value: Reported) -> None:
        self.log.append(Report(name, value))


class _Log(Record):
    """A record that only writes down what it is told."""

    def __init__(self, guideline: ir.Guideline, log: list[Event]) -> None:
        super().__init__(guideline)
        self.log = log
        self.trace = _Steps(log)
        self.reports = _Reports(log)

    def say(self, advice: Advice) -> None:
        """Notes advice."""
        self.log.append(advice)

    def wait(self, names: Iterable[str], blocks: Iterable[str], *, halting: bool) -> None:
        """Notes what waits."""
        self.log.append(Wait(tuple(names), tuple(blocks), halting))

    def block(self, blocked: Blocked) -> None:
        """Notes what is kept back."""
        self.log.append(blocked)

    def would_apply(self, item: WouldApply) -> None:
        """Not shown for many patients."""

    def ended(self, place: int) -> None:
        """Nothing is drawn for many patients."""

    def fault(self, fault: Faulty) -> None:
        """Notes a fault."""
        lines = tuple(dict.fromkeys(self.guideline.line(node) for node in fault.nodes))
        self.log.append(Fault(message=fault.message, lines=lines))


class _PieceRun(Run):
    """A run that leaves out the pieces in it, and whose trace only says where it went."""

    def __init__(self, values: Values, pieces: Pieces) -> None:
        super().__init__(values)
        self.pieces = pieces
        self.log: list[Event] = []
        self.record = _Log(values.guideline, self.log)
        self.top: ir.When | None = None

    def when(self, node: ir.When) -> Flow:
        """As ever; one that stands apart is only marked."""
        # In the body of a step, what is said carries the notes of the step.
        if self.rung is None and node is not self.top and self.pieces.is_apart(node):
            self.log.append(Go(self.pieces.number(node)))
            return Flow.ON
        return super().when(node)

    def note(
        self, node: ir.AnyStatement, what: str, outcome: str, read: Iterable[ir.Node] = (), branch: int | None = None
    ) -> None:
        """As ever, without the text and the values."""
        self.log.append(Went(step_text(self.guideline.line(node), what, outcome)))


class _Interruptions(dict[str, Interrupted]):
    """What interrupts regimens, found when it is asked for; what there is to say of it was said in the first piece."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run: Run | None = run

    def get(self, regimen: str, default: Any = None) -> Any:
        """What interrupts a regimen."""
        if self.run is not None:
            before = Run(self.run.values)
            self.run = None
            read_interruptions(before)
            self.update(before.interrupted)
        return super().get(regimen, default)


def step_text(line: int, what: str, outcome: str) -> str:
    """A step of the path: its line, with the branch where there was a choice."""
    match what:
        case "decide" | "when" | "step":
            return f"{line} {outcome}"
        case "end" | "halted" | "blocked" | "stop" | "hold":
            return f"{line} {what}"
        case _:
            return str(line)
