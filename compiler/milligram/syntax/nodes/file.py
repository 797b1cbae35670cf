"""A whole file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from milligram.syntax.nodes.basics import Node
from milligram.syntax.nodes.blocks import Part, Pathway
from milligram.syntax.nodes.cases import Case
from milligram.syntax.nodes.declarations import DrugClass, Input, Substance
from milligram.syntax.nodes.evidence import Header, Source
from milligram.syntax.nodes.named import Define, Impossible, Score, Table
from milligram.syntax.nodes.regimens import Monitor, Regimen
from milligram.syntax.nodes.safety import Caution, Claim, Effect, Missing, Notice, Pitfall

Declaration: TypeAlias = (
    Header
    | Source
    | Substance
    | DrugClass
    | Input
    | Impossible
    | Define
    | Table
    | Score
    | Regimen
    | Monitor
    | Pitfall
    | Claim
    | Notice
    | Missing
    | Effect
    | Caution
    | Pathway
    | Part
    | Case
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Node):
    """``# …`` as written, without the line end; ``own_line`` when nothing else stands on its line."""

    text: str
    own_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Node):
    """A parsed file: declarations in the author's order, and its comments by place."""

    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
