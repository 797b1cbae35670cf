"""Decisions of many rows: which rows overlap, and what no row covers.

Enters: a domain, the cells that each variable may have; rows, each a mask for some of the variables; what each row
does. Leaves: overlaps of rows that do different things, and gaps, as boxes; or that there are none.

    judge_rows({0: 0b1110}, [{0: 0b0010}, {0: 0b1000}], ["start", "stop"], budget)
        ->   gaps ({0: 0b0100},), no overlaps

Method: sets of rows are bits of a number, one number for each cell of each variable; the rows that meet a row are an
*and* over the variables. Rows are made disjoint where they overlap; then they cover the domain exactly when their
volumes, counted in cells, add up to its volume, and where they do not, halving finds the gap by the same count.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from milligram.prove.budget import Budget

Masks = tuple[int, ...]
"""A box: a mask for each variable of the domain, in its order."""
Box = Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsVerdict:
    """What was found of some rows.

    ``overlaps`` are pairs of rows (from 0, ascending) that do different things, each with the box where both apply;
    ``gaps`` are boxes that no row meets, each as large as it can be: they may overlap. Boxes leave out variables that
    are free. ``complete``: no gap; ``disjoint``: no two rows meet, whatever they do; ``empty``: rows that lie outside
    the domain. ``limit`` says which limit cut a list short, ``undecided`` why the search for gaps stopped early.
    """

    overlaps: tuple[tuple[int, int, Box], ...]
    gaps: tuple[Box, ...]
    complete: bool
    disjoint: bool
    empty: tuple[int, ...] = ()
    limit: str | None = None
    undecided: str | None = None


def judge_rows(
    domains: Mapping[int, int],
    rows: Sequence[Mapping[int, int]],
    bodies: Sequence[Hashable],
    budget: Budget,
    *,
    most_overlaps: int = 1000,
    most_gaps: int = 100,
) -> RowsVerdict:
    """Overlaps and gaps of rows over a domain; ``bodies`` says what each row does."""
    table = Rows(domains, rows, budget)
    limits: list[str] = []
    overlaps: list[tuple[int, int, Box]] = []
    same: dict[Hashable, int] = {}
    for index, body in enumerate(bodies):
        same[body] = same.get(body, 0) | 1 << index
    disjoint = True
    for index in range(len(rows)):
        later = table.meeting(index) >> (index + 1) << (index + 1)
        if not later:
            continue
        disjoint = False
        for other in _bits(later & ~same[bodies[index]]):
            if len(overlaps) == most_overlaps:
                limits.append(f"only the first {most_overlaps} overlaps are listed")
                break
            overlaps.append((index, other, table.named(table.common(index, other))))
        if limits:
            break
    gaps, more = table.gaps(most_gaps)
    if more:
        limits.append(f"only the first {most_gaps} gaps are listed")
    return RowsVerdict(
        overlaps=tuple(overlaps),
        gaps=tuple(table.named(gap) for gap in gaps),
        complete=not gaps and budget.reason is None,
        disjoint=disjoint,
        empty=tuple(table.empty),
        limit="; ".join(limits) or None,
        undecided=budget.reason,
    )


class Rows:
    """Rows over a domain, indexed by the cells that they allow."""

    def __init__(self, domains: Mapping[int, int], rows: Sequence[Mapping[int, int]], budget: Budget) -> None:
        self._variables = list(domains)
        self._domain: Masks = tuple(domains.values())
        self._budget = budget
        self._rows = [tuple(row.get(variable, whole) & whole for variable, whole in domains.items()) for row in rows]
        self.empty = [index for index, row in enumerate(self._rows) if not all(row)]
        self._index = _Index(self._domain, self._rows)

    def named(self, box: Masks) -> Box:
        """A box as a mapping, free variables left out."""
        return {
            variable: mask
            for variable, mask, whole in zip(self._variables, box, self._domain, strict=True)
            if mask != whole
        }

    def meeting(self, index: int) -> int:
        """The other rows that a row overlaps, as bits."""
        self._budget.spend(len(self._domain))
        return self._index.meeting(self._rows[index]) & ~(1 << index)

    def common(self, index: int, other: int) -> Masks:
        """Where two rows both apply."""
        return _meet(self._rows[index], self._rows[other])

    def covered_by_earlier(self, index: int) -> tuple[int, ...] | None:
        """Earlier rows that together cover a row; none where they leave some of it; None: the budget is spent."""
        row = self._rows[index]
        if not all(row):
            return ()
        earlier = [*_bits(self.meeting(index) & ((1 << index) - 1))]
        whole = next((other for other in earlier if not _beyond(row, self._rows[other])), None)
        if whole is not None:
            return (whole,)
        clipped = [_meet(row, self._rows[other]) for other in earlier]
        gap = next(_uncovered(row, clipped, self._budget), None)
        if gap is not None:
            return ()
        if self._budget.reason is not None:
            return None
        return tuple(earlier)

    def gaps(self, most: int) -> tuple[list[Masks], bool]:
        """Boxes that no row meets, each as large as it can be, and whether there are more than were asked for."""
        found: list[Masks] = []
        for piece in _uncovered(self._domain, [row for row in self._rows if all(row)], self._budget, found):
            if len(found) == most:
                return found, True
            found.append(self._widened(piece))
        return found, False

    def _widened(self, gap: Masks) -> Masks:
        """A gap, widened one variable after another as far as no row is met."""
        box = list(gap)
        for place in sorted(range(len(box)), key=lambda each: (self._domain[each] & ~box[each]).bit_count()):
            others = self._index.meeting(tuple(box), leaving_out=place)
            for cell in _bits(self._domain[place] & ~box[place]):
                if not others & self._index.at[place][cell]:
                    box[place] |= 1 << cell
        return tuple(box)


class _Index:
    """Which rows allow a cell: ``at[place][cell]`` has a bit for each row."""

    def __init__(self, domain: Masks, rows: Sequence[Masks]) -> None:
        self.every = (1 << len(rows)) - 1
        self.at: list[dict[int, int]] = []
        self._allowing: list[dict[int, int]] = []
        for place, whole in enumerate(domain):
            # rows with one mask go in together: there are few masks and many rows
            alike: dict[int, list[int]] = {}
            for number, row in enumerate(rows):
                alike.setdefault(row[place], []).append(number)
            sets = {mask: _set_of(numbers, len(rows)) for mask, numbers in alike.items()}
            cells = dict.fromkeys(_bits(whole), 0)
            for mask, members in sets.items():
                for cell in _bits(mask):
                    cells[cell] |= members
            self.at.append(cells)
            self._allowing.append({})

    def allowing(self, place: int, mask: int) -> int:
        """The rows that allow some cell of a mask."""
        kept = self._allowing[place]
        if mask not in kept:
            found = 0
            for cell in _bits(mask):
                found |= self.at[place][cell]
            kept[mask] = found
        return kept[mask]

    def meeting(self, box: Masks, leaving_out: int | None = None) -> int:
        """The rows that meet a box, whatever their cells of one variable."""
        found = self.every
        for place, mask in enumerate(box):
            if place != leaving_out:
                found &= self.allowing(place, mask)
        return found


def _set_of(numbers: Sequence[int], size: int) -> int:
    """The bits at some positions, made in one go."""
    held = bytearray(size // 8 + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _meet(left: Masks, right: Masks) -> Masks:
    return tuple([one & other for one, other in zip(left, right, strict=True)])


def _beyond(inner: Masks, outer: Masks) -> bool:
    """Whether a box leaves another."""
    return any(one & ~other for one, other in zip(inner, outer, strict=True))


def _volume(box: Masks) -> int:
    return prod([mask.bit_count() for mask in box])


def _less(box: Masks, other: Masks) -> Iterator[Masks]:
    """Disjoint boxes that make up what is in a box and not in another that it meets."""
    left = box
    for place, mask in enumerate(other):
        outside = left[place] & ~mask
        if outside:
            yield (*left[:place], outside, *left[place + 1 :])
            left = (*left[:place], left[place] & mask, *left[place + 1 :])


def _apart(rows: Sequence[Masks], index: _Index, budget: Budget) -> list[Masks] | None:
    """Disjoint boxes with the same union; None where they would be too many."""
    most = 4 * len(rows) + 2000
    found: list[Masks] = []
    for number, row in enumerate(rows):
        pieces = [row]
        for other in _bits(index.meeting(row) & ((1 << number) - 1)):
            before = rows[other]
            pieces = [
                rest for piece in pieces for rest in (_less(piece, before) if all(_meet(piece, before)) else (piece,))
            ]
            budget.spend(len(pieces) * len(row))
            if len(found) + len(pieces) > most or budget.reason is not None:
                return None
        found += pieces
    return found


def _uncovered(domain: Masks, rows: Sequence[Masks], budget: Budget, known: Sequence[Masks] = ()) -> Iterator[Masks]:
    """Boxes of the domain that no row meets; what lies in a ``known`` gap by then is passed over.

    Stops early when the budget is spent.
    """
    index = _Index(domain, rows)
    apart = _apart(rows, index, budget)
    if apart is not None:
        budget.spend(len(apart) * len(domain))
        if sum(map(_volume, apart)) == _volume(domain):
            return
        if len(apart) != len(rows) or any(one is not other for one, other in zip(apart, rows, strict=True)):
            rows, index = apart, _Index(domain, apart)
    waiting = [(domain, index.every)]
    while waiting and budget.reason is None:
        box, alive = waiting.pop()
        if any(not _beyond(box, gap) for gap in known):
            continue
        if not alive:
            yield box
            continue
        place = _place_to_split(box, alive, index, budget)
        if place is None:
            continue
        if apart is not None:
            budget.spend(alive.bit_count() * len(box))
            if sum(_volume(_meet(rows[number], box)) for number in _bits(alive)) == _volume(box):
                continue
        groups: dict[int, int] = {}
        for cell in _bits(box[place]):
            members = alive & index.at[place][cell]
            groups[members] = groups.get(members, 0) | 1 << cell
        for members, cells in sorted(groups.items(), key=lambda group: -group[0].bit_count()):
            waiting.append(((*box[:place], cells, *box[place + 1 :]), members))


def _place_to_split(box: Masks, alive: int, index: _Index, budget: Budget) -> int | None:
    """The variable that most rows narrow; None where one row covers the whole box."""
    best, most = None, 0
    everywhere = alive
    for place, mask in enumerate(box):
        whole = alive
        for cell in _bits(mask):
            whole &= index.at[place][cell]
        everywhere &= whole
        narrowed = (alive & ~whole).bit_count()
        if narrowed > most:
            best, most = place, narrowed
        budget.spend(mask.bit_count())
    return None if everywhere else best
