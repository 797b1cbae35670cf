"""What a run has said so far.

Enters: advice, questions, faults as they arise. Leaves: the fields of a `Result`, duplicates joined, asks in order.

    wait(("creatinine_clearance",), ("give Oral magnesium replacement",), halting=True)
        ->  Ask(input="creatinine_clearance", question="What is the creatinine clearance, in mL/min?", …)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from milligram.interpret.faults import Faulty
from milligram.interpret.result import Advice, Ask, Blocked, Fault, Reported, Trace, WouldApply
from milligram.ir import nodes as ir
from milligram.ir.questions import declaration_order, question
from milligram.ir.ways import ENDED


@dataclass(slots=True)
class _Waiting:
    halting: bool = False
    blocks: dict[str, None] = field(default_factory=dict)


class Record:
    """Collects one run."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.advice: list[Advice] = []
        self.reports: dict[str, Reported] = {}
        self.trace: list[Trace] = []
        self._blocked: dict[Blocked, None] = {}
        self._would_apply: dict[WouldApply, None] = {}
        self._faults: dict[Fault, None] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._said: set[Advice] = set()

    def say(self, advice: Advice) -> None:
        """Adds advice, unless the same was said from another line."""
        alike = replace(advice, line=0)
        if alike not in self._said:
            self._said.add(alike)
            self.advice.append(advice)

    def wait(self, names: Iterable[str], blocks: Iterable[str], *, halting: bool) -> None:
        """Notes what waits for each of the unknown inputs."""
        texts = tuple(blocks)
        for name in names:
            waiting = self._waiting.setdefault(name, _Waiting())
            waiting.halting = waiting.halting or halting
            waiting.blocks.update(dict.fromkeys(texts))

    def block(self, blocked: Blocked) -> None:
        """Notes a give that is kept back."""
        self._blocked[blocked] = None

    def would_apply(self, item: WouldApply) -> None:
        """Notes what an unknown condition keeps from coming out."""
        self._would_apply[item] = None

    def ended(self, place: int) -> None:
        """Notes that the pathway does not go on from a statement, whose first entry in the trace is at ``place``."""
        entry = self.trace[place]
        if entry.branch is None:
            self.trace[place] = replace(entry, branch=ENDED)

    def fault(self, fault: Faulty) -> None:
        """Notes a fault of the guideline, with the lines it is about."""
        lines = tuple(dict.fromkeys(self.guideline.line(node) for node in fault.nodes))
        self._faults[Fault(message=fault.message, lines=lines)] = None

    @property
    def blocked(self) -> tuple[Blocked, ...]:
        """What was kept back, each once."""
        return tuple(self._blocked)

    @property
    def would(self) -> tuple[WouldApply, ...]:
        """What would apply, each once."""
        return tuple(self._would_apply)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults, each once."""
        return tuple(self._faults)

    def halting(self) -> tuple[str, ...]:
        """The unknown inputs at which a pathway halted, in the order met."""
        return tuple(name for name, waiting in self._waiting.items() if waiting.halting)

    def asks(self) -> tuple[Ask, ...]:
        """The questions: the halting place's first, then those that most waits for, then in order of declaration."""
        order = declaration_order(self.guideline)

        def rank(item: tuple[str, _Waiting]) -> tuple[bool, int, int]:
            name, waiting = item
            return not waiting.halting, -len(waiting.blocks), order.get(name, len(order))

        return tuple(
            Ask(input=name, question=question(self.guideline, name), blocks=tuple(waiting.blocks))
            for name, waiting in sorted(self._waiting.items(), key=rank)
        )
