"""Walks over trees of dataclasses, whichever stage they belong to.

Enters: a node. Leaves: the nodes inside it, in field order, which is the author's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

N = TypeVar("N")


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def parts(node: object, kind: type[N]) -> Iterator[N]:
    """The nodes of a kind directly inside a node; tuples are looked into."""
    own: Any = type(node)  # mypy does not count `type[object]` as hashable
    for name in _field_names(own):
        yield from _held(getattr(node, name), kind)


def _held(value: object, kind: type[N]) -> Iterator[N]:
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _held(item, kind)


def descend(node: N, kind: type[N]) -> Iterator[N]:
    """A node and every node of its kind inside it, parents first."""
    waiting: list[Any] = [node]
    while waiting:
        top = waiting.pop()
        if isinstance(top, kind):
            yield top
            own: Any = type(top)  # mypy does not count `type[object]` as hashable
            held = [getattr(top, name) for name in _field_names(own)]
        else:
            held = list(top)
        # a span or a number holds no node; most fields are such
        waiting.extend(value for value in reversed(held) if isinstance(value, kind) or type(value) is tuple)
