"""Walks over the syntax tree."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.source import tree
from milligram.syntax.nodes import Node


def descend(node: Node) -> Iterator[Node]:
    """A node and everything inside it, parents first."""
    return tree.descend(node, Node)
