"""What a small terminal shows of much that is to be mended."""

from __future__ import annotations

import pytest
from milligram.cli.watch_fit import Kind, Piece, cut, fit
from milligram.diagnostics.display import columns_of

LENGTHS: dict[Kind, int] = {"trouble": 1, "error": 9, "failed case": 4, "warning": 6}


def piece(kind: Kind, number: int, row: int = 0) -> Piece:
    name = f"{kind} {number} of {row}"
    full = tuple(f"{name} in full, line {line}" for line in range(LENGTHS[kind]))
    return Piece(kind=kind, row=row, short=name, full=full)


def pieces(errors: int, failed: int, warnings: int, row: int = 0) -> list[Piece]:
    counts: dict[Kind, int] = {"warning": warnings, "failed case": failed, "error": errors}
    return [piece(kind, number, row) for kind, count in counts.items() for number in range(count)]


def test_all_is_shown_in_full_where_there_is_room() -> None:
    lines = fit(pieces(1, 1, 1), 40, 80, "a.mg")
    assert [line for line in lines if not line] == ["", "", ""]
    assert len(lines) == 3 + 9 + 4 + 6
    assert not any(line.startswith("…") for line in lines)


def test_the_first_error_is_shown_in_full_and_the_rest_in_lines_errors_before_cases_before_warnings() -> None:
    lines = fit(pieces(2, 2, 2), 18, 80, "a.mg")
    assert lines[:10] == ["", *(f"error 0 of 0 in full, line {line}" for line in range(9))]
    names = ["error 1 of 0", "failed case 0 of 0", "failed case 1 of 0", "warning 0 of 0", "warning 1 of 0"]
    assert lines[10:16] == ["", *names]
    assert lines[16:] == ["… cut short: `milligram check a.mg` and `milligram test a.mg` show all"]


def test_one_of_each_kind_is_shown_before_the_second_of_any() -> None:
    lines = fit(pieces(30, 30, 30), 8, 80, "a.mg")
    assert lines[:6] == [
        "",
        "error 0 of 0",
        "error 1 of 0",
        "failed case 0 of 0",
        "failed case 1 of 0",
        "warning 0 of 0",
    ]
    assert lines[6:] == [
        "… 28 errors, 28 failed cases and 29 warnings more: `milligram check` and",
        "`milligram test` show all",
    ]


def test_the_guideline_saved_last_comes_first() -> None:
    lines = fit([*pieces(0, 2, 0, row=0), *pieces(2, 0, 0, row=1)], 9, 80, ".")
    assert lines[1:5] == [f"failed case 0 of 0 in full, line {line}" for line in range(4)]
    assert lines[5:8] == ["", "failed case 1 of 0", "error 0 of 1"]
    lines = fit([*pieces(0, 0, 2, row=0), *pieces(1, 0, 0, row=1)], 14, 80, ".")
    assert lines[1] == "error 0 of 1 in full, line 0"
    assert lines[11:13] == ["warning 0 of 0", "warning 1 of 0"]
    lines = fit([*pieces(0, 2, 0, row=0), *pieces(2, 0, 0, row=1)], 9, 80, ".")
    assert lines[-1] == "… 1 error more: `milligram check .` and `milligram test .` show all"


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("counts", [(0, 1, 0), (1, 0, 0), (3, 5, 2), (40, 0, 0), (0, 40, 40)])
def test_it_never_takes_more_lines_than_there_are_nor_hides_without_saying_so(
    width: int, counts: tuple[int, int, int]
) -> None:
    there = pieces(*counts)
    for room in range(1, 60):
        lines = fit(there, room, width, "a/long/path/to/the/guideline/of/the/ward.mg")
        assert len(lines) <= room
        assert all(columns_of(line) <= width for line in lines)
        whole = all(each.full[-1] in lines for each in there)
        assert room < 3 or whole != any(line.startswith("…") for line in lines)


def test_a_text_is_cut_by_what_it_takes_on_the_screen() -> None:
    assert cut("short", 8) == "short"
    assert cut("a longer one", 8) == "a longe…"
    assert columns_of(cut("漢字漢字漢字", 8)) <= 8
