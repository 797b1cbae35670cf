"""What a finding about several inputs says: few regions, none twice, in plain words; and a repair that can be typed."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from milligram.diagnostics import Diagnostic
from milligram.pipeline import check_text
from milligram.prove.answers import Nobody
from milligram.prove.prover import Prover
from milligram.prove.regions import boxes, of_box

HEAD = 'guideline g\n  title   "G"\n  version 1.0.0\n'
INPUTS = """input points count, plausible 0 to 8
input age in years whole, plausible 0 to 120
input systolic in mm[Hg], plausible 40 to 300
input x number, plausible 0 to 10
input y number, plausible 0 to 10
input neck_spasm yes or no
input diuretics any of loop, thiazide
"""


def _found(table: str, *codes: str) -> list[Diagnostic]:
    names = [name for name in ("points", "age", "systolic", "x", "y", "neck_spasm", "diuretics") if name in table]
    inputs = "".join(f"{line}\n" for line in INPUTS.splitlines() if line.split()[1] in names)
    text = f"{HEAD}{inputs}{table}"
    diagnostics = check_text(text, "g.mg", as_of=date(2026, 11, 22)).diagnostics
    return [one for one in diagnostics if one.code.code in (codes or {"MG101", "MG102", "MG103", "MG104", "MG111"})]


def _table(head: str, *rows: str) -> str:
    lines = "".join(f"  {row} | r{number}\n" for number, row in enumerate(rows))
    return f"table by {head} gives answer\n{lines}pathway\n  report answer\n"


def test_whole_numbers_that_follow_one_another_are_one_stretch() -> None:
    """The cells are 0 to 2, 3 to 5, 6 to 7 and 8."""
    rows = ["0 to 2 | any", "3 to 5 | at least 65 years", "6 to 7 | at least 65 years", "8 | any"]
    (gap,) = _found(_table("points, age", *rows))
    assert gap.message == "no row covers points 3 to 7 and age under 65 years"


def test_up_to_64_is_under_65_where_only_65_is_written() -> None:
    (gap,) = _found(_table("points, age", "0 to 3 | at least 65 years", "4 to 8 | any"))
    assert gap.message == "no row covers points at most 3 and age under 65 years"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("neck_spasm or diuretics has loop, thiazide", "neck spasm no and diuretics none"),
        ("neck_spasm or not diuretics has loop", "neck spasm no and diuretics with loop"),
        ("neck_spasm or diuretics has loop", "neck spasm no and diuretics without loop"),
        (
            "neck_spasm or not diuretics has loop or diuretics has thiazide",
            "neck spasm no and diuretics with loop, without thiazide",
        ),
        (
            "neck_spasm or not diuretics has loop or not diuretics has thiazide",
            "neck spasm no and diuretics with loop and thiazide",
        ),
    ],
)
def test_flags_and_sets_in_plain_words(condition: str, words: str) -> None:
    more = "" if "thiazide" in condition else '    diuretics has thiazide and neck_spasm:\n      note "a"\n'
    (gap,) = _found(f'pathway\n  decide "why"\n    {condition}:\n      note "a"\n{more}')
    assert gap.message == f"no branch covers {words}"


def test_what_the_way_there_says_already_is_not_said_again() -> None:
    decide = "    decide by x, y\n      under 5 | any:\n        note 1\n      any | under 5:\n        note 1\n"
    (gap,) = _found("pathway\n  when x at least 5:\n" + decide.replace("note 1", 'note "a"'))
    assert gap.message == "no branch covers y at least 5"


def test_a_repair_for_several_regions_names_one_of_them() -> None:
    (gap,) = _found(_table("x, y", "under 5 | under 5", "at least 5 | at least 5"))
    assert "; or " in gap.message
    first = gap.message.removeprefix("no row covers ").split("; or ")[0]
    assert gap.help == f"add rows for these, the first of them for {first}"


def test_a_fault_that_shows_with_a_value_unknown_is_told_once() -> None:
    (gap,) = _found(_table("x, y", "under 5 | any", "at least 5 | under 5"))
    assert gap.message == "no row covers x at least 5 and y at least 5"


REGIONS = [
    ["under 5 | under 5", "over 5 | over 5"],
    ["under 2 | any", "3 to 4 | under 7", "over 6 | over 8"],
    ["under 5 | under 5", "over 5 | under 5", "under 5 | over 5", "over 5 | over 5"],
    ["1 to 3 | 1 to 3", "2 to 6 | 5 to 6", "8 | 8"],
]


@pytest.mark.parametrize("rows", REGIONS)
def test_boxes_leave_nobody_out_and_share_nobody(rows: list[str]) -> None:
    declared = "".join(f"{line}\n" for line in INPUTS.splitlines() if line.split()[1] in "xy")
    guideline = check_text(HEAD + declared + _table("x, y", *rows), "g.mg").guideline
    assert guideline is not None
    prover = Prover(guideline)
    space = prover.space
    inside = space.all_of(prover.meaning.of(row.condition).false for row in guideline.named[0].rows)  # type: ignore[union-attr]
    known = space.all_of(space.test(variable, variable.known) for variable in space.variables)
    found = boxes(prover, space.true, inside, 40)
    assert found.boxes
    assert not found.more
    told = [of_box(prover, box) for box in found.boxes]
    for one, other in combinations(told, 2):
        assert isinstance(prover.ask_all([known, one, other]), Nobody)
    outside = space.negation(inside)
    assert isinstance(prover.ask_all([known, space.any_of(told), outside]), Nobody)
    assert isinstance(prover.ask_all([known, inside, *(space.negation(one) for one in told)]), Nobody)


# --- single values and slits ---


def test_a_value_missing_between_covered_ones_is_a_point_hole() -> None:
    rows = ["under 150 mm[Hg] | any", "over 150 mm[Hg] | any", "150 mm[Hg] | under 65 years"]
    (hole,) = _found(_table("systolic, age", *rows))
    assert hole.code.code == "MG104"
    assert hole.message.startswith("no row covers systolic exactly 150 mm[Hg] and age at least 65 years, though")


def test_point_holes_may_cross() -> None:
    rows = ["under 5 | under 5", "over 5 | under 5", "under 5 | over 5", "over 5 | over 5"]
    (hole,) = _found(_table("x, y", *rows))
    assert hole.code.code == "MG104"
    assert "x other than 5" in hole.message or "y other than 5" in hole.message


def test_a_single_value_at_the_edge_of_a_wide_gap_belongs_to_it() -> None:
    rows = ["under 5 | at most 5", "5 | under 5", "over 5 | at least 5"]
    assert [one.code.code for one in _found(_table("x, y", *rows))] == ["MG101"]


def test_a_slit_between_bands_is_a_resolution_hole_only_where_both_sides_are_covered() -> None:
    whole = ["at most 3 | any", "at least 4 | any"]
    assert [one.code.code for one in _found(_table("x, y", *whole))] == ["MG111"]
    half = ["at most 3 | any", "at least 4 | under 5", "3 to 4 | under 5"]
    assert [one.code.code for one in _found(_table("x, y", *half), "MG101", "MG111")] == ["MG101"]


# --- shared boundaries ---


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["0", "0 to 3", "4 to 8"], "include it: `at least 1` on the other one"),
        (["0 to 8", "8"], "include it: `at most 7` on the other one"),
        (["0 to 3", "3 to 8"], "include it: `at most 2` on the lower band, or `at least 4` on the upper one"),
        (["0 to 8", "3"], "let only one of them include it"),
    ],
)
def test_a_count_that_two_rows_share_is_mended_with_a_count_that_exists(rows: list[str], words: str) -> None:
    (shared,) = _found(_table("points", *rows))
    assert shared.code.code == "MG103"
    assert shared.help is not None
    assert shared.help.endswith(words)


def test_a_boundary_at_the_end_of_what_is_plausible() -> None:
    (shared,) = _found(_table("x", "0", "any"), "MG103")
    assert shared.help == "let only one of them include it: `over 0` on the other one"
    (shared,) = _found(_table("x", "under 3", "3 to 5", "at least 5"), "MG103")
    assert shared.help == "let only one of them include it: `under 5` on the lower band, or `over 5` on the upper one"


def test_a_boundary_of_whole_years_over_several_inputs() -> None:
    (shared,) = _found(_table("age, points", "under 18 years | any", "18 to 65 years | any", "at least 65 years | any"))
    assert shared.help is not None
    assert shared.help.endswith("`at most 64 years` on the lower band, or `at least 66 years` on the upper one")


def test_a_cell_that_takes_anything_is_left_out_of_the_words() -> None:
    (shared,) = _found(_table("points, age", "0 to 3 | any", "3 to 8 | any"))
    assert shared.message == "points exactly 3 is in both `points 0 to 3` and `points 3 to 8`"


def test_an_age_that_is_worked_out_is_told_in_years() -> None:
    """Not in ``a``, the sign that UCUM has for a year."""
    age = 'input birth date\ninput today date\ndefine old "age": years since birth\n'
    decide = 'pathway\n  decide by old\n    under 18 years:\n      note "a"\n    over 65 years:\n      note "b"\n'
    (gap,) = _found(age + decide)
    assert gap.message == "no branch covers age 18 to 65 years"
    assert gap.help == "add a branch for age 18 to 65 years, or an `otherwise`"
