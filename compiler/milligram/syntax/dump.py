"""The syntax tree as stable, indented text, for ``milligram dump --stage ast``.

Enters: a `File`. Leaves: one line per node or value; parts that are absent or empty are left out, places are not shown.

    Input
      name: Ident 'age'
      kind: QuantityKind
        unit: UnitPhrase 'years'
        whole: yes
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from milligram.syntax.nodes import File, Node, Notes


def dump_ast(file: File) -> str:
    """The whole tree; the same file gives the same text."""
    return "".join(f"{'  ' * depth}{line}\n" for depth, line in _node(file, 0, ""))


def _node(node: Node, depth: int, prefix: str) -> Iterator[tuple[int, str]]:
    shown = [(part.name, value) for part in fields(node) if not _silent(part.name, value := getattr(node, part.name))]
    head = f"{prefix}{type(node).__name__.rstrip('_')}"
    if shown and shown[0][0] in ("name", "value", "number", "unit", "text", "op") and isinstance(shown[0][1], str):
        head += f" {shown.pop(0)[1]!r}"
    yield depth, head
    for name, value in shown:
        yield from _value(name, value, depth + 1)


def _silent(name: str, value: object) -> bool:
    return name in ("span", "comments") or value is None or value == () or value is False or value == Notes()


def _value(name: str, value: object, depth: int) -> Iterator[tuple[int, str]]:
    if isinstance(value, Node):
        yield from _node(value, depth, f"{name}: ")
    elif isinstance(value, tuple):
        yield depth, f"{name}:"
        for item in value:
            yield from _item(item, depth + 1)
    elif value is True:
        yield depth, f"{name}: yes"
    else:
        yield depth, f"{name}: {value!r}"


def _item(item: object, depth: int) -> Iterator[tuple[int, str]]:
    if isinstance(item, Node):
        yield from _node(item, depth, "")
    elif isinstance(item, tuple):
        yield depth, "-"
        for part in item:
            yield from _item(part, depth + 1)
    else:
        yield depth, repr(item)
