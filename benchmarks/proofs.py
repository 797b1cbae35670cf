"""How long it takes to prove a decision of many rows complete and disjoint: here, with Z3, and by a column sweep.

The rows are a random partition of the cells of ten inputs, or twelve: complete and disjoint, the case that leaves no
early way out. All three answer the same: is each row apart from the others, is anything left over.

- here: `milligram.prove.rows`, one call
- Z3: a constant for each row, defined once; for each row push, "this row and one that follows", check, pop; at last
  "no row". Where that takes more than its share of time, rows are sampled evenly and the time is scaled up
- a column sweep, as DMN validators do it: the bounds of one column in order, and between two neighbours the rows that
  are active there, over the next column; stopped after its share of time, which is then a lower bound

With --gate, exit 1 when a goal is missed.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Sequence
from statistics import median

from milligram.prove.budget import Budget
from milligram.prove.rows import judge_rows

DOMAIN = 0b1111110
"""Six cells between thresholds; unknown values are a matter of their own."""
SIZES = [(100, 10), (1000, 10), (5000, 12), (10_000, 10)]
GOALS = {(1000, 10): 0.5, (5000, 12): 3.0}
RATIO = 20
"""So many times faster than Z3, at least."""
SHARE = 8.0
"""Seconds for Z3, and for the sweep, at one size."""
BY_Z3 = [(100, 10), (1000, 10)]

Row = list[int]


def bits(mask: int) -> list[int]:
    return [cell for cell in range(mask.bit_length()) if mask >> cell & 1]


def partition(count: int, columns: int) -> list[Row]:
    """Disjoint rows that together are the whole domain: a row is cut in two until there are enough."""
    rng = random.Random(count)
    rows = [[DOMAIN] * columns]
    while len(rows) < count:
        row = rng.choice(rows)
        wide = [place for place, mask in enumerate(row) if mask.bit_count() > 1]
        if wide:
            place = rng.choice(wide)
            cells = bits(row[place])
            low = sum(1 << cell for cell in cells[: rng.randint(1, len(cells) - 1)])
            rows.append([*row[:place], row[place] & ~low, *row[place + 1 :]])
            row[place] = low
    rng.shuffle(rows)
    return rows


def here(rows: Sequence[Row]) -> float:
    """Seconds, the median of three."""
    domain = dict.fromkeys(range(len(rows[0])), DOMAIN)
    named = [{place: mask for place, mask in enumerate(row) if mask != DOMAIN} for row in rows]
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        verdict = judge_rows(domain, named, range(len(rows)), Budget())
        taken.append(time.perf_counter() - start)
        assert verdict.complete
        assert verdict.disjoint
    return median(taken)


def by_z3(rows: Sequence[Row]) -> tuple[float, int]:
    """Seconds for all rows, and how many were asked."""
    import z3

    start = time.perf_counter()
    solver = z3.SimpleSolver()
    inputs = [z3.Int(f"x{place}") for place in range(len(rows[0]))]
    solver.add([bound for each in inputs for bound in (each >= 1, each < DOMAIN.bit_length())])
    applies = [z3.Bool(f"row{number}") for number in range(len(rows))]
    for row, name in zip(rows, applies, strict=True):
        cells = [
            (each, (mask & -mask).bit_length() - 1, mask.bit_length() - 1)
            for each, mask in zip(inputs, row, strict=True)
            if mask != DOMAIN
        ]
        solver.add(name == z3.And([z3.And(each >= low, each <= high) for each, low, high in cells]))

    def possible(*conditions: object) -> bool:
        solver.push()
        solver.add(*conditions)
        answer = solver.check()
        solver.pop()
        return bool(answer == z3.sat)

    assert not possible(z3.Not(z3.Or(applies)))
    once = time.perf_counter() - start
    order = list(range(len(rows) - 1))
    random.Random(1).shuffle(order)
    start, asked = time.perf_counter(), 0
    for number in order:
        assert not possible(applies[number], z3.Or(applies[number + 1 :]))
        asked += 1
        if time.perf_counter() - start > SHARE:
            break
    return once + (time.perf_counter() - start) / asked * len(rows), asked


def sweep(rows: Sequence[Row], deadline: float) -> bool:
    """Whether the rows are complete and disjoint, column by column; TimeoutError past the deadline."""
    columns = len(rows[0])

    def over(column: int, active: list[int]) -> bool:
        if time.perf_counter() > deadline:
            raise TimeoutError
        if column == columns:
            return len(active) == 1
        bounds = {1, DOMAIN.bit_length()}
        for number in active:
            mask = rows[number][column]
            bounds.update((mask.bit_length(), (mask & -mask).bit_length() - 1))
        ordered = sorted(bounds)
        return all(
            over(column + 1, [number for number in active if rows[number][column] >> low & 1]) for low in ordered[:-1]
        )

    return over(0, list(range(len(rows))))


def by_sweep(rows: Sequence[Row]) -> float | None:
    """Seconds; None where it was stopped."""
    start = time.perf_counter()
    try:
        assert sweep(rows, start + SHARE)
    except TimeoutError:
        return None
    return time.perf_counter() - start


def main() -> int:
    tables = {size: partition(*size) for size in SIZES}
    ours = {size: here(rows) for size, rows in tables.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # before Z3 is imported
    missed = []
    print(f"{'rows × inputs':<16}{'here, s':>10}{'goal':>8}{'Z3, s':>12}{'ratio':>8}{'sweep, s':>12}{'ratio':>10}")
    for (count, columns), rows in tables.items():
        size = (count, columns)
        goal = GOALS.get(size)
        line = f"{f'{count:,} × {columns}':<16}{ours[size]:>10.3f}{f'≤ {goal}' if goal else '':>8}"
        if goal is not None and ours[size] > goal:
            missed.append(f"{count:,} × {columns} took {ours[size]:.2f} s, goal {goal} s")
        note = ""
        if size in BY_Z3:
            seconds, asked = by_z3(rows)
            swept = by_sweep(rows)
            line += f"{seconds:>12.2f}{seconds / ours[size]:>8.0f}"
            line += f"{f'{swept:.2f}' if swept else f'> {SHARE:.0f}':>12}"
            line += f"{f'{swept / ours[size]:.0f}' if swept else f'> {SHARE / ours[size]:.0f}':>10}"
            if asked < count - 1:
                note = f"   Z3 was asked of {asked} rows"
            if seconds < RATIO * ours[size]:
                missed.append(f"{count:,} × {columns}: {seconds / ours[size]:.0f} times faster than Z3, goal {RATIO}")
        print(line + note, flush=True)
    print(f"peak memory, all of Python included: {memory:.0f} MB")
    for each in missed:
        print("missed: " + each)
    return 1 if missed and "--gate" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
