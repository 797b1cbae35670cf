"""Whether two blocks do the same: equal but for places, numbering and notes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

_APART = frozenset({"span", "id", "notes", "written", "written_unit", "also"})


def meaning(value: object) -> object:
    """A value equal for exactly those nodes (or blocks, or rows of values) that do the same at run time."""
    if isinstance(value, tuple):
        return tuple(meaning(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = (field.name for field in fields(value) if field.name not in _APART)
        return (type(value).__name__, *(meaning(getattr(value, name)) for name in kept))
    return value


def same(left: object, right: object) -> bool:
    """Whether two bodies, or two rows of values, do the same."""
    return meaning(left) == meaning(right)
