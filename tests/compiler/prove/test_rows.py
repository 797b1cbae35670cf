"""Decisions of many rows: overlaps, gaps and masked rows are those that trying every cell shows, and found fast."""

from __future__ import annotations

import random
from itertools import combinations, product

from milligram.prove.budget import Budget
from milligram.prove.rows import Rows, judge_rows

Point = tuple[int, ...]
Row = list[int]


def bits(mask: int) -> list[int]:
    return [cell for cell in range(mask.bit_length()) if mask >> cell & 1]


def partition(rng: random.Random, domain: Row, count: int) -> list[Row]:
    """A domain cut into disjoint rows, in any order."""
    rows = [list(domain)]
    while len(rows) < count:
        row = rng.choice(rows)
        wide = [place for place, mask in enumerate(row) if mask.bit_count() > 1]
        if not wide:
            continue
        place = rng.choice(wide)
        cells = bits(row[place])
        low = sum(1 << cell for cell in cells[: rng.randint(1, len(cells) - 1)])
        rows.append([*row[:place], row[place] & ~low, *row[place + 1 :]])
        row[place] = low
    rng.shuffle(rows)
    return rows


def random_rows(rng: random.Random) -> tuple[Row, list[Row]]:
    """A small domain, without the unknown cell, and rows: a partition with one fault or two, or any rows."""
    domain = [((1 << rng.randint(1, 5)) - 1) << 1 for _ in range(rng.randint(1, 4))]
    size = 1
    for mask in domain:
        size *= mask.bit_count()
    if rng.random() < 0.4:
        return domain, [
            [rng.randrange(mask + 1) if rng.random() < 0.6 else mask for mask in domain]
            for _ in range(rng.randint(0, 8))
        ]
    rows = partition(rng, domain, min(size, rng.randint(1, 12)))
    if rng.random() < 0.5:
        rows.pop()
    if rows and rng.random() < 0.5:
        place = rng.randrange(len(domain))
        rng.choice(rows)[place] = rng.randrange(1, domain[place] + 1)
    return domain, rows


def named(rows: list[Row]) -> list[dict[int, int]]:
    return [dict(enumerate(row)) for row in rows]


def inside(point: Point, row: Row) -> bool:
    return all(mask >> cell & 1 for mask, cell in zip(row, point, strict=True))


def test_overlaps_and_gaps_are_those_of_every_cell() -> None:
    """Gaps together are all that no row covers, and none can be made larger."""
    complete = 0
    for seed in range(800):
        rng = random.Random(seed)
        domain, rows = random_rows(rng)
        bodies = [rng.randint(0, 3) for _ in rows]
        verdict = judge_rows(dict(enumerate(domain)), named(rows), bodies, Budget())
        points = list(product(*map(bits, domain)))
        uncovered = {point for point in points if not any(inside(point, row) for row in rows)}
        covered = set(points) - uncovered
        found: set[Point] = set()
        for gap in verdict.gaps:
            box = [gap.get(place, mask) for place, mask in enumerate(domain)]
            here = {point for point in points if inside(point, box)}
            assert here <= uncovered, seed
            found |= here
            for place, mask in enumerate(domain):
                for cell in bits(mask & ~box[place]):
                    wider = [*box[:place], 1 << cell, *box[place + 1 :]]
                    assert any(inside(point, wider) for point in covered), seed
        assert found == uncovered, seed
        assert verdict.complete is (not uncovered)
        assert verdict.undecided is None
        meeting = {
            (one, other)
            for one, other in combinations(range(len(rows)), 2)
            if any(inside(point, rows[one]) and inside(point, rows[other]) for point in points)
        }
        differing = {pair for pair in meeting if bodies[pair[0]] != bodies[pair[1]]}
        assert {(one, other) for one, other, _ in verdict.overlaps} == differing
        assert verdict.disjoint is (not meeting)
        empty = {i for i, row in enumerate(rows) if not all(m & d for m, d in zip(row, domain, strict=True))}
        assert set(verdict.empty) == empty
        complete += verdict.complete
    assert 100 < complete < 700


def test_the_box_of_an_overlap_is_where_both_rows_apply() -> None:
    verdict = judge_rows({4: 0b1110, 7: 0b110}, [{4: 0b0110}, {4: 0b1100, 7: 0b010}], ["start", "stop"], Budget())
    assert verdict.overlaps == ((0, 1, {4: 0b0100, 7: 0b010}),)
    assert verdict.gaps == ({4: 0b1000, 7: 0b100},)


def test_a_row_is_masked_where_earlier_rows_cover_all_its_cells() -> None:
    masked = 0
    for seed in range(500):
        domain, rows = random_rows(random.Random(seed))
        points = list(product(*map(bits, domain)))
        table = Rows(dict(enumerate(domain)), named(rows), Budget())
        for index, row in enumerate(rows):
            mine = [point for point in points if inside(point, row)]
            by = table.covered_by_earlier(index)
            assert by is not None
            left = [point for point in mine if not any(inside(point, rows[other]) for other in range(index))]
            assert bool(by) is (bool(mine) and not left), (seed, index)
            if by:
                masked += 1
                assert all(any(inside(point, rows[other]) for other in by) for point in mine)
    assert masked > 100


def test_the_gap_of_a_dropped_row_is_the_row() -> None:
    """Among a thousand rows over ten variables; counting volumes shows the rest without a search."""
    domain = [0b1111110] * 10
    rows = partition(random.Random(1), domain, 1000)
    budget = Budget(nodes=400_000)
    whole = judge_rows(dict(enumerate(domain)), named(rows), range(1000), budget)
    assert (whole.complete, whole.disjoint, whole.overlaps, whole.gaps) == (True, True, (), ())
    dropped = rows.pop(400)
    verdict = judge_rows(dict(enumerate(domain)), named(rows), range(999), Budget(nodes=2_000_000))
    assert not verdict.complete
    assert any(
        all(gap.get(place, mask) & ~dropped[place] == 0 for place, mask in enumerate(domain))
        or all(dropped[place] & ~gap.get(place, mask) == 0 for place, mask in enumerate(domain))
        for gap in verdict.gaps
    )


def test_a_widened_row_among_a_thousand_is_named_with_what_it_meets() -> None:
    rng = random.Random(2)
    domain = [0b1111110] * 10
    rows = partition(rng, domain, 1000)
    place = next(place for place, mask in enumerate(rows[7]) if mask != domain[place])
    rows[7][place] = domain[place]
    verdict = judge_rows(dict(enumerate(domain)), named(rows), range(1000), Budget())
    assert verdict.overlaps
    assert all(7 in (one, other) for one, other, _ in verdict.overlaps)
    assert verdict.complete


def test_lists_are_cut_short_and_say_so() -> None:
    domain = {0: 0b11110, 1: 0b11110}
    rows = [{0: 1 << cell, 1: 1 << cell} for cell in range(1, 5)]
    verdict = judge_rows(domain, rows, range(4), Budget(), most_gaps=3)
    assert len(verdict.gaps) == 3
    assert verdict.limit == "only the first 3 gaps are listed"
    same = judge_rows(domain, [{}] * 5, range(5), Budget(), most_overlaps=4)
    assert len(same.overlaps) == 4
    assert same.limit == "only the first 4 overlaps are listed"


def test_a_spent_budget_is_undecided_not_complete() -> None:
    rng = random.Random(5)
    domain = [0b111110] * 8
    rows = [[rng.randrange(2, mask + 1) & ~1 or 2 for mask in domain] for _ in range(300)]
    verdict = judge_rows(dict(enumerate(domain)), named(rows), [0] * 300, Budget(nodes=20_000))
    assert not verdict.complete
    assert verdict.undecided == "the search took more than 20,000 steps"
    assert Rows(dict(enumerate(domain)), named(rows), Budget(nodes=50)).covered_by_earlier(299) is None
