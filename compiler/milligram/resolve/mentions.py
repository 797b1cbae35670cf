"""Which named values a definition is sure to read, and in which order to settle them.

Enters: the definitions by name. Leaves: an order in which each uses only earlier ones, and the circles that make such
an order impossible (MG016).

    define a: b + 1        define b: a + 1        ->   "a" is defined by "b", which is defined by "a"

A word that may be a choice (`x is low`, a cell, a value of a table) is a *possible* mention: what it is depends on
types that are not settled yet. It counts for the order, and never makes a circle by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TypeAlias

from milligram.syntax import nodes as ast

Definition: TypeAlias = ast.Define | ast.Table | ast.Score


def mentions(definition: Definition) -> tuple[list[str], list[str]]:
    """Names surely read as values, and names that are values or words; each once, in the order of the text."""
    sure: dict[str, None] = {}
    possible: dict[str, None] = {}
    pending: list[tuple[object, bool]] = [(part, is_sure) for part, is_sure in reversed(_roots(definition))]
    while pending:
        node, is_sure = pending.pop()
        match node:
            case ast.Name():
                (sure if is_sure else possible)[node.name] = None
            case ast.Is():
                pending.extend([(node.values, False), (node.subject, is_sure)])
            case ast.Cell():
                pending.append((tuple(part for part in node.alternatives if not isinstance(part, ast.Name)), True))
                pending.append((tuple(part for part in node.alternatives if isinstance(part, ast.Name)), False))
            case ast.Has() | ast.YearsSince() | ast.RegimenState():
                continue
            case tuple():
                pending.extend((part, is_sure) for part in reversed(node))
            case ast.Node():
                # a formula inside a place for words is a formula
                inner = [getattr(node, item.name) for item in fields(node) if item.name != "span"]
                pending.extend((part, True) for part in reversed(inner))
    return list(sure), [name for name in possible if name not in sure]


def _roots(definition: Definition) -> list[tuple[object, bool]]:
    match definition:
        case ast.Define():
            lines = [(line.condition, True) for line in definition.lines]
            tests = [(case.condition, True) for case in definition.cases]
            values = [(case.value, False) for case in definition.cases]
            return [(definition.expr, True), *lines, *values, *tests]
        case ast.Table():
            cells = [(row.cells, True) for row in definition.rows]
            results = [(row.values, False) for row in definition.rows]
            return [(definition.by, True), *cells, *results]
        case ast.Score():
            return [(part, True) for line in definition.lines for part in (line.value, line.condition)]


def order(
    homes: Mapping[str, int], uses: Mapping[int, Sequence[tuple[int, bool]]]
) -> tuple[list[int], list[list[int]]]:
    """Definitions (by number) after those they use, and the sure circles, each a path that comes back to its start.

    ``uses`` holds (definition, whether surely). Depth-first search without recursion; a circle is closed where the
    search meets a definition that is on its path.
    """
    state: dict[int, int] = {}
    done: list[int] = []
    circles: list[list[int]] = []
    for root in dict.fromkeys(homes.values()):
        if root in state:
            continue
        path: list[tuple[int, bool]] = [(root, True)]
        stack: list[Iterator[tuple[int, bool]]] = [iter(uses.get(root, ()))]
        state[root] = 1
        while stack:
            edge = next(stack[-1], None)
            if edge is None:
                stack.pop()
                leaving, _ = path.pop()
                state[leaving] = 2
                done.append(leaving)
                continue
            below, is_sure = edge
            if below not in state:
                state[below] = 1
                path.append(edge)
                stack.append(iter(uses.get(below, ())))
            elif state[below] == 1 and is_sure:
                start = next(place for place, (node, _) in enumerate(path) if node == below)
                if all(sure for _, sure in path[start + 1 :]):
                    circles.append([node for node, _ in path[start:]])
    return done, circles
