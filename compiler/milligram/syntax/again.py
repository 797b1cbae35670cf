"""Reads a text again after an edit: what did not change keeps its tree, moved to where it stands now.

Enters: the chunks of a text, and a `Memory` of the text before. Leaves: the same trees that reading all of it gives,
for a fifth of the work.

    a threshold changed in one `decide` of a long pathway   ->   that statement is read; the others are moved

A declaration is remembered by its characters and their depth; a pathway also by each statement directly under it, since
no statement is read otherwise for those beside it. Only what was read without any finding is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, NamedTuple, TypeAlias, TypeVar

from milligram.source import NOWHERE, Span
from milligram.syntax.layout import Chunk, LogicalLine
from milligram.syntax.nodes import AnyStatement, Declaration, Node, Part, Pathway

N = TypeVar("N", bound=Node)

Key: TypeAlias = tuple[str, tuple[tuple[int, int, int], ...]]
"""The characters of lines, and where each starts, ends and how deep it stands."""


class _Kept(NamedTuple):
    """A node, and the offset at which its lines started."""

    node: Any
    start: int


@dataclass(slots=True)
class Memory:
    """What was read of one text, for the next: give the same one to each call of `parse`."""

    declarations: dict[Key, _Kept] = field(default_factory=dict)
    statements: dict[Key, _Kept] = field(default_factory=dict)
    _new_declarations: dict[Key, _Kept] = field(default_factory=dict)
    _new_statements: dict[Key, _Kept] = field(default_factory=dict)

    def recall(self, text: str, chunk: Chunk) -> Declaration | None:
        """The tree of a chunk that was read before, where it stands now."""
        key = _key(text, chunk.lines)
        kept = self.declarations.get(key)
        node: Declaration | None = None if kept is None else _moved(kept, chunk.lines[0].start)
        if node is not None:
            self.remember(text, chunk, node)
        return node

    def remember(self, text: str, chunk: Chunk, node: Declaration) -> None:
        """Keeps a tree that was read without a finding."""
        self._new_declarations[_key(text, chunk.lines)] = _Kept(node, chunk.lines[0].start)
        if isinstance(node, Pathway | Part):
            groups = _groups(chunk)
            if len(groups) == len(node.body):
                for group, statement in zip(groups, node.body, strict=True):
                    self._new_statements[_key(text, group)] = _Kept(statement, group[0].start)

    def next(self) -> None:
        """A text was read to its end: what it does not hold is forgotten."""
        self.declarations, self._new_declarations = self._new_declarations, {}
        self.statements, self._new_statements = self._new_statements, {}

    def part(self, text: str, chunk: Chunk) -> PartlyRead | None:
        """What is left to read of a pathway of which some statements are known; None where it must be read whole."""
        if not text.startswith(("pathway", "part"), chunk.lines[0].start) or len(chunk.lines) < 2:
            return None
        groups = _groups(chunk)
        if not groups:
            return None
        known = [self._statement(text, group) for group in groups]
        if all(each is None for each in known):
            return None
        fresh = {number for number, each in enumerate(known) if each is None}
        fresh |= {near for number in fresh for near in (number - 1, number + 1) if 0 <= near < len(groups)}
        fresh |= set() if fresh else {len(groups) - 1}
        lines = [line for number in sorted(fresh) for line in groups[number]]
        return PartlyRead(
            chunk=Chunk((chunk.lines[0], *lines)),
            known=tuple(None if number in fresh else each for number, each in enumerate(known)),
        )

    def _statement(self, text: str, group: Sequence[LogicalLine]) -> AnyStatement | None:
        key = _key(text, group)
        kept = self.statements.get(key)
        node: AnyStatement | None = None if kept is None else _moved(kept, group[0].start)
        if node is not None:
            self._new_statements[key] = _Kept(node, group[0].start)
        return node


@dataclass(frozen=True, slots=True, kw_only=True)
class PartlyRead:
    """``chunk`` is the first line of a pathway with those of its statements that are to be read; ``known`` are the
    others, None where one is to be put in."""

    chunk: Chunk
    known: tuple[AnyStatement | None, ...]

    def whole(self, node: Declaration) -> Pathway | Part | None:
        """The pathway with all its statements; None if it was not read as expected."""
        if not isinstance(node, Pathway | Part) or len(node.body) != sum(each is None for each in self.known):
            return None
        read = iter(node.body)
        body = tuple(next(read) if each is None else each for each in self.known)
        end = node.span.end if self.known[-1] is None else body[-1].span.end
        return replace(node, body=body, span=Span(node.span.start, end))


def _groups(chunk: Chunk) -> list[tuple[LogicalLine, ...]]:
    """Each line directly under the first, with those under it; none where the depths are not as in a pathway."""
    groups: list[list[LogicalLine]] = []
    for line in chunk.lines[1:]:
        if line.depth == 1:
            groups.append([line])
        elif line.depth > 1 and groups:
            groups[-1].append(line)
        else:
            return []
    return [tuple(group) for group in groups]


def _key(text: str, lines: Sequence[LogicalLine]) -> Key:
    start = lines[0].start
    depths = tuple((line.start - start, line.end - start, line.depth) for line in lines)
    return text[start : lines[-1].end], depths


# --- a tree somewhere else --------------------------------------------------------------------------------------------


@cache
def _slots(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _moved(kept: _Kept, start: int) -> Any:
    """A node whose lines now start there; None for one that is nested too deep to be copied."""
    if start == kept.start:
        return kept.node
    try:
        return _copied(kept.node, start - kept.start)
    except RecursionError:
        return None


def _copied(value: Any, by: int) -> Any:
    kind: Any = type(value)  # mypy does not count `type[Any]` as hashable
    if kind is Span:
        return value if value == NOWHERE else Span(value.start + by, value.end + by)
    if kind is tuple:
        return tuple([_copied(each, by) for each in value]) if value else value
    if not isinstance(value, Node):
        return value
    copy = object.__new__(kind)
    for name in _slots(kind):
        object.__setattr__(copy, name, _copied(getattr(value, name), by))
    return copy
