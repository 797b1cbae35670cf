"""Pathways and parts."""

from __future__ import annotations

from dataclasses import dataclass

from milligram.syntax.nodes.basics import Ident, Node, Text
from milligram.syntax.nodes.statements import AnyStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway(Node):
    """``pathway [NAME]``: runs."""

    name: Ident | None = None
    label: Text | None = None
    body: tuple[AnyStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Node):
    """``part NAME``: runs where it is followed."""

    name: Ident
    label: Text | None = None
    body: tuple[AnyStatement, ...]
