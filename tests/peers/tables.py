"""The peers' tables, read again from their text and counted cell by cell: nothing here comes from the compiler.

Enters: the text of a case, one `table` or `decide by` of a few inputs. Leaves: a `Case`, in which every column is a
list of places (each limit, and one value between two limits; each word) and every row a set of places per column; and
what can be counted on it, as the peers count and as we do.

    0 to 2   over the places -1, 0, 1, 2, 3   ->   {1, 2, 3}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, groupby, pairwise, product

Place = Fraction | str
Cell = tuple[int, ...]

_NUMBER = r"(-?\d+(?:\.\d+)?)(?: mo)?"
_BANDS: dict[str, Callable[..., bool]] = {
    rf"under {_NUMBER}": lambda value, high: value < high,
    rf"at most {_NUMBER}": lambda value, high: value <= high,
    rf"over {_NUMBER}": lambda value, low: value > low,
    rf"at least {_NUMBER}": lambda value, low: value >= low,
    rf"{_NUMBER} to {_NUMBER}": lambda value, low, high: low <= value <= high,
    rf"{_NUMBER} to under {_NUMBER}": lambda value, low, high: low <= value < high,
    rf"over {_NUMBER} to {_NUMBER}": lambda value, low, high: low < value <= high,
    rf"over {_NUMBER} to under {_NUMBER}": lambda value, low, high: low < value < high,
    rf"{_NUMBER}": lambda value, same: value == same,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its line in the file (from 1), its number in the peer's table, and the places it takes per column."""

    line: int
    number: int
    takes: tuple[frozenset[int], ...]
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case: what its ``#!`` lines say, its columns with their places in order, and its rows."""

    header: dict[str, str]
    columns: tuple[str, ...]
    places: tuple[tuple[Place, ...], ...]
    limits: tuple[frozenset[Fraction], ...]
    rows: tuple[Row, ...]
    first: bool

    def cells(self) -> Iterator[Cell]:
        """Every combination of places."""
        return product(*(range(len(column)) for column in self.places))

    def at(self, cell: Cell) -> tuple[Row, ...]:
        """The rows that take a cell."""
        return tuple(row for row in self.rows if all(at in taken for at, taken in zip(cell, row.takes, strict=True)))

    def cells_of(self, values: Mapping[str, str]) -> list[Cell]:
        """The cells in which a patient can lie, by the words or numbers of the patient's inputs; the rest are open."""
        columns = zip(self.columns, self.places, self.limits, strict=True)
        return list(
            product(
                *(
                    [_index(places, limits, values[name])] if name in values else range(len(places))
                    for name, places, limits in columns
                )
            )
        )


def read_case(text: str) -> Case:
    """Reads one case.

    Raises:
        ValueError: a line is none of those that the cases are written with.
    """
    lines = text.splitlines()
    header = dict(line.removeprefix("#! ").split(": ", 1) for line in lines if line.startswith("#!"))
    kinds = {m[1]: m[2] for line in lines if (m := re.fullmatch(r"input (\w+) (.+)", line))}
    ruled_out = [m.groups() for line in lines if (m := re.fullmatch(r"impossible when (\w+) (.+)", line))]
    start, columns, first = next(
        (at, tuple(m[1].split(", ")), m[2] is not None)
        for at, line in enumerate(lines)
        if (m := re.fullmatch(r"(?:table|  decide) by ([\w, ]+?)(?: gives answer)?( first that applies)?", line))
    )
    raw = list(_raw_rows(lines, start))
    ruled = [[band for other, band in ruled_out if other == name] for name in columns]
    limits = tuple(
        frozenset(
            Fraction(word)
            for text in (kinds[name], *(row[1][at] for row in raw), *ruled[at])
            for word in re.findall(_NUMBER, text)
        )
        for at, name in enumerate(columns)
    )
    places = tuple(_places(kinds[name], limits[at], ruled[at]) for at, name in enumerate(columns))
    numbers = [int(word) for word in header["rows"].split(", ")] if "rows" in header else range(1, len(raw) + 1)
    rows = tuple(
        Row(
            line=line,
            number=number,
            takes=tuple(_taken(cell, column) for cell, column in zip(cells, places, strict=True)),
            answer=answer,
        )
        for number, (line, cells, answer) in zip(numbers, raw, strict=True)
    )
    return Case(header=header, columns=columns, places=places, limits=limits, rows=rows, first=first)


def as_decide(text: str) -> str:
    """The same rows as the branches of a decision, each with its answer as a note."""
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith("table by ")), None)
    if start is None:
        return text
    head = lines[start].removeprefix("table ").replace(" gives answer", "")
    body = [f'    {cells}:\n      note "{answer}"' for cells, _, answer in map(_parted, lines[start + 1 :]) if cells]
    return "\n".join([*lines[:start], "pathway", f"  decide {head}", *body, ""])


def _parted(line: str) -> tuple[str, str, str]:
    return line.strip().rpartition(" | ")


def _raw_rows(lines: Sequence[str], start: int) -> Iterator[tuple[int, list[str], str]]:
    decide = lines[start].startswith("  ")
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if decide:
            if line.endswith(":") and line.strip() != "unknown:":
                yield at + 1, line.strip().removesuffix(":").split(" | "), lines[at + 1].strip()
        elif line.startswith("  "):
            *cells, answer = line.strip().split(" | ")
            yield at + 1, cells, answer
        else:
            return


def _places(kind: str, limits: frozenset[Fraction], ruled_out: Sequence[str]) -> tuple[Place, ...]:
    """Every place of a column that a patient can be in."""
    if kind == "yes or no":
        return ("no", "yes")
    if kind.startswith("one of "):
        return tuple(kind.removeprefix("one of ").split(", "))
    match = re.fullmatch(r"(number|count|in mo)(?:, plausible (-?\d+) to (-?\d+))?", kind)
    if match is None:
        raise ValueError(kind)
    low, high = (None if word is None else Fraction(word) for word in match.groups()[1:])
    if match[1] == "count":
        values = {limit + step for limit in limits for step in (-1, 0, 1)}
        low = max(low or Fraction(0), Fraction(0))
    else:
        cuts = sorted(limits)
        values = {*limits} | {(one + two) / 2 for one, two in pairwise(cuts)}
        values |= {cuts[0] - 1, cuts[-1] + 1} if cuts else {Fraction(0)}
    return tuple(
        value
        for value in sorted(values)
        if (low is None or low <= value)
        and (high is None or value <= high)
        and not any(_holds(band, value) for band in ruled_out)
    )


def _taken(cell: str, places: Sequence[Place]) -> frozenset[int]:
    return frozenset(
        at for at, place in enumerate(places) if cell == "any" or any(_holds(part, place) for part in cell.split(", "))
    )


def _holds(band: str, place: Place) -> bool:
    if isinstance(place, str):
        return band == place
    for pattern, test in _BANDS.items():
        if match := re.fullmatch(pattern, band):
            return test(place, *map(Fraction, match.groups()))
    raise ValueError(band)


def _index(places: Sequence[Place], limits: frozenset[Fraction], written: str) -> int:
    """The place of a value: itself if it is a limit or a word, else the one with no limit between them."""
    if isinstance(places[0], str):
        return places.index(written)
    value = Fraction(written.split(" ")[0])
    if value in places:
        return places.index(value)
    return next(
        at
        for at, place in enumerate(places)
        if isinstance(place, Fraction) and not any(min(place, value) <= limit <= max(place, value) for limit in limits)
    )


# --- as the peers count ---


def swept_gaps(case: Case) -> int:
    """The rectangles that a sweep column by column finds in no row.

    A column is cut wherever the rows that can still hold change; a piece that none takes is one rectangle, whatever
    the columns after it. After Calvanese, Dumas, Laurson, Maggi, Montali and Teinemaa, Semantics and Analysis of DMN
    Decision Tables, 2016.
    """
    return _swept(case, case.rows, 0)


def _swept(case: Case, active: Sequence[Row], column: int) -> int:
    if column == len(case.columns):
        return 0
    held = [tuple(row for row in active if at in row.takes[column]) for at in range(len(case.places[column]))]
    return sum(1 if not rows else _swept(case, rows, column + 1) for rows, _ in groupby(held))


def swept_overlaps(case: Case) -> list[frozenset[int]]:
    """The rows, by the peer's numbers, that meet somewhere, once for each region in which just these meet."""
    meeting: dict[frozenset[int], set[Cell]] = {}
    for cell in case.cells():
        numbers = frozenset(row.number for row in case.at(cell))
        if len(numbers) > 1:
            meeting.setdefault(numbers, set()).add(cell)
    return [numbers for numbers, cells in meeting.items() for _ in _regions(cells, words=())]


# --- as we count ---


def gap_regions(case: Case) -> list[frozenset[Cell]]:
    """The regions that no row takes: cells that touch, in numbers; words all touch one another."""
    missing = {cell for cell in case.cells() if not case.at(cell)}
    words = tuple(at for at, places in enumerate(case.places) if isinstance(places[0], str))
    return _regions(missing, words=words)


def overlapping(case: Case) -> set[tuple[int, int]]:
    """The pairs of rows, by their lines, that share a cell and answer differently there; none where order decides."""
    return {
        (one.line, two.line)
        for cell in case.cells()
        for one, two in combinations(case.at(cell), 2)
        if one.answer != two.answer and not case.first
    }


def masked(case: Case) -> set[int]:
    """The rows, by their numbers, of which the rows above take every cell, where the first that applies counts."""
    held = {row.number: False for row in case.rows}
    for cell in case.cells():
        for row in case.at(cell)[:1]:
            held[row.number] = True
    return {number for number, first in held.items() if not first} if case.first else set()


def one_band(case: Case, numbers: Sequence[int]) -> bool:
    """Whether rows, by their numbers, answer alike and take together one band per column, so that one row would do."""
    rows = [row for row in case.rows if row.number in numbers]
    joined = [frozenset[int]().union(*(row.takes[at] for row in rows)) for at in range(len(case.columns))]
    filled = all(
        any(all(at in taken for at, taken in zip(cell, row.takes, strict=True)) for row in rows)
        for cell in product(*joined)
    )
    unbroken = all(
        isinstance(places[0], str) or max(taken) - min(taken) + 1 == len(taken)
        for taken, places in zip(joined, case.places, strict=True)
    )
    return filled and unbroken and len({row.answer for row in rows}) == 1


def _regions(cells: set[Cell], *, words: Sequence[int]) -> list[frozenset[Cell]]:
    left = set(cells)
    found: list[frozenset[Cell]] = []
    while left:
        region = {left.pop()}
        edge = list(region)
        while edge:
            here = edge.pop()
            near = {cell for cell in left if _touch(here, cell, words)}
            left -= near
            region |= near
            edge += near
        found.append(frozenset(region))
    return found


def _touch(one: Cell, two: Cell, words: Sequence[int]) -> bool:
    differ = [at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    return len(differ) == 1 and (differ[0] in words or abs(one[differ[0]] - two[differ[0]]) == 1)
