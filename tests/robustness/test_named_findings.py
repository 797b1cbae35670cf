"""What the mutants found, each mended: one test a finding."""

from __future__ import annotations

from collections.abc import Callable

from milligram.pipeline import CheckReport
from milligram.source import SourceFile
from milligram.syntax.format import format_source

HEAD = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n'
Exercise = Callable[..., CheckReport]


def test_a_score_that_adds_a_value_without_a_case(exercise: Exercise) -> None:
    """The bounds of the score were asked of a value that has none for anybody."""
    for cases in ("    1 when 1 over 2\n", "    1 when 2 over 1\n    2 when 2 over 1\n"):
        exercise(
            HEAD
            + "input x number, plausible 0 to 9\ndefine v:\n"
            + cases.replace("    ", "  ")
            + "score s\n  add v\ntable by s gives t\n  under 5 | 1\n  at least 5 | 2\npathway\n  report t\n"
        )


def test_a_comment_inside_a_list_of_sources_that_is_joined() -> None:
    """The sources went to a line of their own, and came back when formatted again."""
    text = 'source r1 "S"\npathway\n  advise "x" [r1]  # why\n    [r1]\n'
    once = format_source(SourceFile("a.mg", text)).text
    assert once is not None
    assert '  advise "x" [r1, r1]  # why\n' in once
    assert format_source(SourceFile("a.mg", once)).text == once


def test_a_column_of_a_table_whose_name_is_taken(exercise: Exercise) -> None:
    """The name was read as the condition that it is, and looked up as the column."""
    report = exercise(
        HEAD
        + "input x number, plausible 0 to 9\ndefine hot: x over 3\nscore s\n  2 when hot\n"
        + "table by s gives hot, cold\n  under 1 | 1 | 2\n  at least 1 | 2 | 3\n"
        + "pathway\n  when hot:\n    report s, cold\n"
    )
    assert "MG012" in {found.code.code for found in report.diagnostics}


def test_names_that_python_keeps_for_itself(exercise: Exercise) -> None:
    """Capitals and leading underscores are names of the language; the module gives them names of its own."""
    names = (
        "mEq",
        "None",
        "True",
        "Result",
        "__class__",
        "_x",
        "__init__",
        "Evaluate",
        "self",
        "p",
        "run",
        "GUIDELINE",
    )
    inputs = "".join(f"input {name} yes or no\n" for name in names)
    report = exercise(
        f'{HEAD}{inputs}define Guideline: {" or ".join(names)}\npathway\n  when Guideline:\n    note "x"\n'
    )
    assert report.errors == 0
