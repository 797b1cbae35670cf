"""Which named values a definition is sure to read, and in which order to settle them.

Enters: the definitions by name. Leaves: an order in which each uses only earlier ones, and the circles that make such
an order impossible (MG016).

    define a: b + 1        define b: a + 1        ->   "a" is defined by "b", which is defined by "a"

Words that may be choices (`x is low`, cells, values of tables) are not counted here: what they are depends on types, so
they are settled on demand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TypeAlias

from milligram.syntax import nodes as ast

Definition: TypeAlias = ast.Define | ast.Table | ast.Score


def sure_mentions(definition: Definition) -> list[str]:
    """Names read as values, each once, in the order of the text."""
    found: dict[str, None] = {}
    pending: list[object] = list(reversed(_roots(definition)))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Name):
            found[node.name] = None
        elif isinstance(node, ast.Is):
            pending.append(node.subject)
        elif isinstance(node, ast.Has | ast.YearsSince | ast.RegimenState):
            continue
        elif isinstance(node, tuple):
            pending.extend(reversed(node))
        elif isinstance(node, ast.Node):
            pending.extend(reversed([getattr(node, item.name) for item in fields(node) if item.name != "span"]))
    return list(found)


def _roots(definition: Definition) -> list[object]:
    match definition:
        case ast.Define():
            formulas = [case.value for case in definition.cases if not isinstance(case.value, ast.Name)]
            tests = [case.condition for case in definition.cases]
            return [definition.expr, *(line.condition for line in definition.lines), *formulas, *tests]
        case ast.Table():
            values = [v for row in definition.rows for v in row.values if not isinstance(v, ast.Name)]
            return [*definition.by, *values]
        case ast.Score():
            return [part for line in definition.lines for part in (line.value, line.condition)]


def order(homes: Mapping[str, int], uses: Mapping[int, list[int]]) -> tuple[list[int], list[list[int]]]:
    """Definitions (by number) after those they use, and the circles found, each as a path that comes back to its start.

    Depth-first search without recursion; a circle is closed where the search meets a definition that is on its path.
    """
    state: dict[int, int] = {}
    done: list[int] = []
    circles: list[list[int]] = []
    for root in dict.fromkeys(homes.values()):
        if root in state:
            continue
        path: list[int] = [root]
        stack: list[Iterator[int]] = [iter(uses.get(root, ()))]
        state[root] = 1
        while stack:
            below = next(stack[-1], None)
            if below is None:
                stack.pop()
                leaving = path.pop()
                state[leaving] = 2
                done.append(leaving)
            elif below not in state:
                state[below] = 1
                path.append(below)
                stack.append(iter(uses.get(below, ())))
            elif state[below] == 1:
                circles.append(path[path.index(below) :])
    return done, circles
