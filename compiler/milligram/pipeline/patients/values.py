"""A column of a batch, from whichever kind of file, as distinct values and where each stands.

Enters: an Arrow array or a list of Python values. Leaves: the distinct values as Python holds them, exact, and for each
row the index of its value (-1 for null); or the column as doubles, where they say all that the column says.

    [0.7, null, 0.7, 0.81]   ->   [0, -1, 0, 1], [0.7, 0.81]

Single-precision floats become the shortest decimal that prints them, decimals stay `Decimal`, text is cleaned of the
white space around it, and empty text is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Indices: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_] | None]

MANY = 1_000
"""Text with more distinct values than this is looked at as numbers, all at once."""

_PLAIN = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
_MOST_WORDS = 62


class NotText(bytes):
    """Bytes that are not UTF-8."""


class Values:
    """One column of a batch; ``column`` is an Arrow array, or a list where the file was JSON."""

    def __init__(self, column: Any) -> None:
        self.column = column
        self._floats: Floats | None = None
        self._distinct: tuple[Indices, list[object]] | None = None

    def __len__(self) -> int:
        return len(self.column)

    def at(self, row: int) -> object:
        """The value of a row."""
        if self._distinct is None:
            return self.take(np.array([row])).at(0) if len(self) > 1 else self._only()
        indices, values = self._distinct
        return None if indices[row] < 0 else values[indices[row]]

    def _only(self) -> object:
        indices, values = self.distinct()
        return None if indices[0] < 0 else values[indices[0]]

    def take(self, rows: npt.NDArray[Any]) -> Values:
        """Some rows."""
        if isinstance(self.column, list):
            return Values([self.column[row] for row in rows])
        return Values(self.column.take(pa.array(rows)))

    def distinct(self) -> tuple[Indices, list[object]]:
        """For each row the index of its value, and the values."""
        if self._distinct is None:
            self._distinct = _of_list(self.column) if isinstance(self.column, list) else _of_array(self.column)
        return self._distinct

    def floats(self) -> Floats | None:
        """The column as doubles, and which rows have one; None where doubles would not say all."""
        if self._floats is None and not isinstance(self.column, list):
            self._floats = self._as_floats(self.column)
        return self._floats

    def _as_floats(self, array: Any) -> Floats | None:
        kind = array.type
        if pa.types.is_float64(kind) or pa.types.is_integer(kind):
            there = None if array.null_count == 0 else np.asarray(array.is_valid())
            filled = array if there is None else pc.fill_null(array, 0)
            return filled.to_numpy(zero_copy_only=False).astype(np.float64, copy=False), there
        if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind):
            return self._from_text()
        return None

    def _from_text(self) -> Floats | None:
        """Text of many distinct plain decimals; the nearest double to each, which keeps their order."""
        indices, values = self.distinct()
        if len(values) < MANY:
            return None
        texts = pa.array([value if isinstance(value, str) else None for value in values], pa.string())
        plain = pc.fill_null(pc.match_substring_regex(texts, _PLAIN), False)
        numbers = pc.cast(pc.if_else(plain, texts, "nan"), pa.float64()).to_numpy(zero_copy_only=False)
        return np.append(numbers, np.nan)[indices], indices >= 0


# --- lists ------------------------------------------------------------------------------------------------------------


def _of_list(column: Sequence[object]) -> tuple[Indices, list[object]]:
    places: dict[object, int] = {}
    distinct: list[object] = []
    indices = np.empty(len(column), dtype=np.int64)
    for row, value in enumerate(column):
        if value is None:
            indices[row] = -1
            continue
        kind = value.__class__
        key: object = (kind, value) if kind in _SCALARS else _hashable(value)
        place = places.get(key)
        if place is None:
            place = places[key] = len(distinct)
            distinct.append(value)
        indices[row] = place
    return indices, distinct


_SCALARS = frozenset({str, bool, int, float, Decimal})


def _hashable(value: object) -> object:
    """A key of a value: 1, true and 1.0 are three; a list and an object are what they hold."""
    if isinstance(value, list | tuple):
        return tuple(map(_hashable, value))
    if isinstance(value, dict):
        return tuple((key, _hashable(item)) for key, item in value.items())
    return type(value), value


# --- arrays -----------------------------------------------------------------------------------------------------------


def _of_array(array: Any) -> tuple[Indices, list[object]]:
    kind = array.type
    if pa.types.is_dictionary(kind):
        if not pa.types.is_nested(kind.value_type):
            array = array.cast(kind.value_type)
            kind = array.type
        else:
            return _of_list(array.to_pylist())
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _of_sets(array)
    if pa.types.is_nested(kind) or pa.types.is_null(kind):
        return _of_list(array.to_pylist())
    encoded = array.dictionary_encode()
    indices = np.asarray(pc.fill_null(encoded.indices, -1)).astype(np.int64, copy=False)
    return _without_empty(indices, _cleaned(encoded.dictionary))


def _cleaned(dictionary: Any) -> list[object]:
    kind = dictionary.type
    if pa.types.is_float32(kind) or pa.types.is_float16(kind):
        return [_shortest(value) for value in dictionary.to_numpy(zero_copy_only=False)]
    return [_clean(value) for value in dictionary.to_pylist()]


def _shortest(value: np.floating[Any]) -> object:
    return Decimal(str(value)) if np.isfinite(value) else float(value)


def _clean(value: object) -> object:
    if isinstance(value, bytes):
        raw = value
        try:
            value = raw.decode("utf-8")
        except UnicodeDecodeError:
            return NotText(raw)
    return value.strip() or None if isinstance(value, str) else value


def _without_empty(indices: Indices, values: list[object]) -> tuple[Indices, list[object]]:
    """Rows of empty text have no value."""
    empty = [place for place, value in enumerate(values) if value is None]
    if empty:
        indices = np.where(np.isin(indices, empty), -1, indices)
    return indices, values


def _of_sets(array: Any) -> tuple[Indices, list[object]]:
    """Lists of few different words, one bit a word; the order of words in a list, and repeats, say nothing."""
    indices, words = _of_array(array.flatten())
    if len(words) > _MOST_WORDS or any(not isinstance(word, str) for word in words) or (indices < 0).any():
        return _of_list(array.to_pylist())
    lengths = np.asarray(pc.fill_null(pc.list_value_length(array), 0)).astype(np.int64, copy=False)
    masks = np.zeros(len(array), dtype=np.int64)
    some = np.flatnonzero(lengths)
    if len(some):
        ends = np.cumsum(lengths)
        masks[some] = np.bitwise_or.reduceat(np.left_shift(np.int64(1), indices), (ends - lengths)[some])
    if array.null_count:
        masks[np.asarray(array.is_null())] = -1
    back, first = renumbered(masks)
    distinct: list[object] = [
        None if mask < 0 else [word for bit, word in enumerate(words) if mask >> bit & 1]
        for mask in masks[first].tolist()
    ]
    return _without_empty(back, distinct)


def together(columns: Iterable[Values]) -> tuple[Indices, list[tuple[object, ...]]]:
    """Several columns as one: for each row the index of its combination, and the combinations."""
    parts = [column.distinct() for column in columns]
    joined = np.zeros(len(parts[0][0]), dtype=np.int64)
    for indices, values in parts:
        joined = joined * (len(values) + 1) + (indices + 1)
        if joined.size and int(joined.max()) > 2**40:
            joined, _ = renumbered(joined)
    back, first = renumbered(joined)
    combinations = [
        tuple(None if indices[row] < 0 else values[indices[row]] for indices, values in parts) for row in first.tolist()
    ]
    return back, combinations


def renumbered(keys: npt.NDArray[Any]) -> tuple[Indices, Indices]:
    """Whole numbers as those from 0, in the order met; and for each of these the first row that has it.

    By hashing, which is several times as fast as sorting when few are different.
    """
    encoded = pa.array(keys).dictionary_encode()
    indices = np.asarray(encoded.indices).astype(np.int64)
    first = np.empty(len(encoded.dictionary), dtype=np.int64)
    first[indices[::-1]] = np.arange(len(keys) - 1, -1, -1)
    return indices, first
