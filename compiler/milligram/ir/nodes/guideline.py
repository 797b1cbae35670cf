"""A guideline, whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal as L

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.conditions import AnyCondition
from milligram.ir.nodes.declarations import Drug, EvidenceSource, Impossible, Input
from milligram.ir.nodes.named import DefinedCases, DefinedCondition, DefinedNumber, Named, Score, Table
from milligram.ir.nodes.notes import NO_NOTES, Notes
from milligram.ir.nodes.patients import Case
from milligram.ir.nodes.regimens import Monitor, Regimen
from milligram.ir.nodes.safety import Block, Caution, Claim, Effect, Pitfall, Remark
from milligram.quantity import Substances
from milligram.source import NOWHERE, SourceFile, Span


@dataclass(frozen=True, kw_only=True)
class Guideline:
    """One guideline, whole. Dates are ISO; ``version`` as written; ``drugs`` holds substances and classes by name."""

    name: str
    title: str
    version: str
    status: L["draft", "active", "retired"] = "draft"
    audience: str | None = None
    applies: AnyCondition | None = None
    issued: date | None = None
    review_by: date | None = None
    header_notes: Notes = NO_NOTES
    header_span: Span = field(default=NOWHERE, compare=False)
    sources: Mapping[str, EvidenceSource] = field(default_factory=dict)
    substances: Substances
    drugs: Mapping[str, Drug] = field(default_factory=dict)
    inputs: Mapping[str, Input] = field(default_factory=dict)
    impossible: tuple[Impossible, ...] = ()
    named: tuple[Named, ...] = ()
    regimens: Mapping[str, Regimen] = field(default_factory=dict)
    monitors: Mapping[str, Monitor] = field(default_factory=dict)
    pitfalls: tuple[Pitfall, ...] = ()
    claims: tuple[Claim, ...] = ()
    remarks: tuple[Remark, ...] = ()
    effects: tuple[Effect, ...] = ()
    cautions: tuple[Caution, ...] = ()
    pathways: tuple[Block, ...] = ()
    parts: Mapping[str, Block] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    left_out: frozenset[str] = field(default=frozenset(), compare=False)
    """Names that statements and declarations refer to which a fault kept out of this IR: they are not unused."""
    source: SourceFile = field(compare=False)

    @cached_property
    def named_by_name(self) -> Mapping[str, Named]:
        """Each named value's home: a table stands under each of its outputs."""
        homes: dict[str, Named] = {}
        for home in self.named:
            match home:
                case Table():
                    homes.update((name, home) for name, _ in home.outputs)
                case DefinedCondition() | DefinedNumber() | DefinedCases() | Score():
                    homes[home.name] = home
        return homes

    @cached_property
    def not_proved(self) -> tuple[str, ...]:
        """The author's reasons for what could not be proved (`milligram.ir.unproved`)."""
        from milligram.ir.unproved import unproved  # it walks these nodes

        return unproved(self)

    @cached_property
    def serves(self) -> Mapping[str, tuple[str, ...]]:
        """Per monitor that some statement starts, the regimens that it serves (`milligram.ir.plans`)."""
        from milligram.ir.plans import serving, started_anywhere

        started = started_anywhere(self)
        return {name: serving(self, monitor) for name, monitor in self.monitors.items() if name in started}

    def line(self, node: Node) -> int:
        """The source line on which a node starts, from 1."""
        return self.source.line_of(node.span)
