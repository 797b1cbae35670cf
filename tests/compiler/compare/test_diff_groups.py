"""``milligram diff``: whoever is told something else stands in one group, which says what; nobody else does."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from milligram.compare.diff.comparer import Comparer

from .conftest import compile_text
from .differ import BASE, edited, printed
from .placing import Placing, shown_right
from .test_diff import CHANGES

PATIENTS = 150

_UNDER = '        under 30 mL/min:\n          refer to "nephrology"\n          end\n        at least 30 mL/min:\n'
_BANDS = (
    '        under 20 mL/min:\n          refer to "nephrology"\n          end\n'
    '        20 to under 25 mL/min:\n          suggest "a test"\n          end\n        at least 25 mL/min:\n'
)


def _both(one: str, other: str) -> str | None:
    """The text with two changes; None where they are of the same words."""
    try:
        return edited(*CHANGES[other], base=edited(*CHANGES[one]))
    except AssertionError:
        return None


_NAMES = [name for name in CHANGES if name != "applies"]
PAIRS = [pair for pair in combinations(_NAMES, 2) if _both(*pair) is not None]


def _misplaced(before: str, after: str, seed: str) -> tuple[str, int]:
    """What is wrong with the groups for random patients, and how many of these are affected."""
    comparer = Comparer(compile_text(before), compile_text(after))
    found = comparer.compare()
    assert found.groups
    assert not found.more
    assert not found.undecided
    placing = Placing(comparer, found)
    faults = [shown_right(comparer, found), *map(placing.wrong, placing.drafts(PATIENTS, seed))]
    return next(filter(None, faults), ""), placing.affected


@pytest.mark.parametrize("pair", Random(6).sample(PAIRS, 24), ids=" and ".join)
def test_of_two_changes_each_patient_is_told_once_what_both_do(pair: tuple[str, str]) -> None:
    after = _both(*pair)
    assert after is not None
    fault, affected = _misplaced(BASE, after, str(pair))
    assert not fault
    assert affected > 10


@pytest.mark.parametrize("seed", range(6))
def test_of_three_changes_too(seed: int) -> None:
    random = Random(seed)
    base = edited(_UNDER, _BANDS)
    for name in random.sample([name for name in _NAMES if name not in ("threshold", "gap")], 2):
        if all(word in base for word in CHANGES[name][::2]):
            base = edited(*CHANGES[name], base=base)
    fault, affected = _misplaced(BASE, base, str(seed))
    assert not fault
    assert affected > 10


def test_a_judge_who_is_told_less_says_so() -> None:
    """What the tests above rest on: a group that is left out, or a line, is noticed."""
    from dataclasses import replace

    comparer = Comparer(compile_text(BASE), compile_text(edited(_UNDER, _BANDS)))
    found = comparer.compare()
    fewer = replace(found, groups=found.groups[1:])
    group = found.groups[0]
    narrower = replace(found, groups=(replace(group, common=group.common[1:]), *found.groups[1:]))
    wider = replace(found, groups=(replace(group, where=comparer.prover.space.true), *found.groups[1:]))
    for wrong in (fewer, narrower, wider):
        placing = Placing(comparer, wrong)
        assert any(map(placing.wrong, placing.drafts(PATIENTS, "judge")))


def test_two_changes_that_meet_in_one_band_are_told_apart() -> None:
    text = printed(BASE, edited(_UNDER, _BANDS))
    heads = [line for line in text.splitlines() if line[:1].isdigit()]
    assert heads == ["1  clearance 25 to under 30 mL/min", "2  clearance 20 to under 25 mL/min"]
