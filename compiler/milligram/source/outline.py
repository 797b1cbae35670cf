"""Trees of dataclasses as stable, indented text, for dumps.

Enters: a tree. Leaves: one line per node or value; parts that are absent or empty are left out, and so are those named.

    Input
      name: Ident 'age'
      kind: QuantityKind
        unit: UnitPhrase 'years'
        whole: yes
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

_HEADS = ("name", "value", "number", "unit", "text", "op")
"""A first field of such a name, when it is text, stands on its node's line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """How to print a kind of tree: ``silent`` fields are never shown, ``empty`` says which values are not worth a
    line, and
    ``plain`` gives the text of values that have one of their own (None for the rest)."""

    silent: Collection[str] = ("span",)
    empty: Callable[[object], bool] = lambda value: False
    plain: Callable[[object], str | None] = lambda value: None

    def text(self, tree: object) -> str:
        """The whole tree; the same tree gives the same text."""
        return "".join(f"{'  ' * depth}{line}\n" for depth, line in self._value("", tree, 0))

    def _value(self, prefix: str, value: object, depth: int) -> Iterator[tuple[int, str]]:
        own = self.plain(value)
        if own is not None:
            yield depth, prefix + own
        elif is_dataclass(value) and not isinstance(value, type):
            yield from self._node(prefix, value, depth)
        elif isinstance(value, Mapping):
            yield depth, prefix.rstrip() or "-"
            for key, item in value.items():
                yield from self._value(f"{key}: ", item, depth + 1)
        elif isinstance(value, tuple):
            yield depth, prefix.rstrip() or "-"
            for item in value:
                yield from self._value("", item, depth + 1)
        else:
            yield depth, prefix + ("yes" if value is True else repr(value))

    def _node(self, prefix: str, node: object, depth: int) -> Iterator[tuple[int, str]]:
        names = [part.name for part in fields(node)] if is_dataclass(node) else []
        shown = [(name, value) for name in names if not self._is_silent(name, value := getattr(node, name))]
        head = prefix + type(node).__name__.rstrip("_")
        if shown and shown[0][0] in _HEADS and isinstance(shown[0][1], str):
            head += f" {shown.pop(0)[1]!r}"
        yield depth, head
        for name, value in shown:
            yield from self._value(f"{name}: ", value, depth + 1)

    def _is_silent(self, name: str, value: object) -> bool:
        return name in self.silent or value is None or value is False or value in ((), {}) or self.empty(value)
