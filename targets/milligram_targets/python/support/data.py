"""Values made of named fields.

The standard library's dataclasses would do, at three times the cost of importing all
the rest of a module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Data:
    """A value made of the fields that its class declares; it cannot be changed.

    Fields are given by name, with ``kw_only=False`` also by place; one without a
    default must be. `copy.replace`, `copy.copy` and `pickle` take it, and it is equal
    to another of the same fields.
    """

    _fields: ClassVar[Mapping[str, object]] = {}
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, *, kw_only: bool = True) -> None:
        super().__init_subclass__()
        own = {name: vars(cls).get(name) for name in cls.__annotations__}
        cls._fields = {**cls._fields, **own}
        cls._required |= {name for name in own if name not in vars(cls)}

    def __init__(self, *places: object, **values: object) -> None:
        if places:
            values.update(zip(self._fields, places, strict=False))
        found = {**self._fields, **values}
        missing = self._required - values.keys()
        if missing or len(found) > len(self._fields):
            wrong = ", ".join(sorted(missing or found.keys() - self._fields.keys()))
            which = "needs" if missing else "has no"
            raise TypeError(f"{type(self).__name__} {which} {wrong}")
        vars(self).update(found)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed: {name}")

    def __replace__(self, **changes: object) -> Self:
        return type(self)(**{**vars(self), **changes})

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({fields})"
