"""``milligram new``, ``fmt``, ``test`` and ``dump``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from .conftest import CLEAN, FAULTY, UNTIDY, WARNING, Process, Run

# --- new --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hypertension", "a1", "age", "systolic", "s1", "x" * 60, "ab_" * 20])
def test_a_new_guideline_is_clean_canonical_and_passes_its_cases(milligram: Run, name: str) -> None:
    done = milligram("new", name)
    assert done.exit_code == 0
    assert done.stdout.startswith(
        f"wrote {name}.mg; next: milligram check {name}.mg\nreplace the placeholders in lines 11,"
    )
    assert milligram("check", "--strict", f"{name}.mg").exit_code == 0
    assert milligram("fmt", "--check", f"{name}.mg").exit_code == 0
    tested = milligram("test", f"{name}.mg")
    assert tested.exit_code == 0
    assert " ".join(tested.stdout.split()).endswith("8 of 8 cases pass; they take 3 of 3 branches")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Hypertension", "lower-case letters"),
        ("1a", "lower-case letters"),
        ("é", "lower-case letters"),
        ("", "lower-case letters"),
        ("a-b", "lower-case letters"),
        ("x" * 61, "60 at most"),
        ("step", "a word of the language"),
        ("lambda", "a word of Python"),
    ],
)
def test_what_cannot_be_a_name_is_refused(milligram: Run, name: str, said: str) -> None:
    done = milligram("new", "--", name)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not list(Path().iterdir())


def test_new_never_writes_over_a_file(milligram: Run) -> None:
    Path("a.mg").write_text("mine")
    Path("b.mg").symlink_to("nowhere")
    for name in ("a", "a.mg", "b"):
        done = milligram("new", name)
        assert done.exit_code == 1
        assert "exists already" in done.stderr
    assert Path("a.mg").read_text() == "mine"


def test_new_in_a_folder(milligram: Run) -> None:
    assert "there is no folder absent" in milligram("new", "absent/a").stderr
    Path("sub").mkdir()
    assert milligram("new", "sub/a").exit_code == 0
    assert Path("sub/a.mg").read_text().startswith("guideline a\n")


def _refuse(*args: object, **kwargs: object) -> NoReturn:
    raise PermissionError(13, "Permission denied")


def test_a_folder_that_cannot_be_written_is_said_and_nothing_changes(
    milligram: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("untidy.mg").write_text(UNTIDY)
    monkeypatch.setattr(tempfile, "mkstemp", _refuse)
    made, formatted = milligram("new", "a"), milligram("fmt", "untidy.mg")
    assert (made.exit_code, made.stderr) == (1, "Error: cannot write a.mg: permission denied\n")
    assert (formatted.exit_code, formatted.stderr) == (1, "Error: cannot write untidy.mg: permission denied\n")
    assert Path("untidy.mg").read_text() == UNTIDY
    assert milligram("check", "untidy.mg").exit_code == 0  # the cache cannot be written either


# --- fmt --------------------------------------------------------------------------------------------------------------


def test_fmt_writes_the_canonical_form_once_and_keeps_comments(milligram: Run) -> None:
    Path("a.mg").write_text(UNTIDY)
    done = milligram("fmt", "a.mg")
    assert (done.exit_code, done.stdout) == (0, "changed a.mg\n")
    text = Path("a.mg").read_text()
    assert "# the one source" in text
    assert '  note "drink" [r1]\n' in text
    again = milligram("fmt", "a.mg")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "1 file already in canonical form\n")


def test_fmt_keeps_a_link_and_the_permissions_of_the_file(milligram: Run) -> None:
    Path("real.mg").write_text(UNTIDY)
    Path("real.mg").chmod(0o640)
    Path("link.mg").symlink_to("real.mg")
    assert milligram("fmt", "link.mg").exit_code == 0
    assert Path("link.mg").is_symlink()
    assert Path("real.mg").read_text() != UNTIDY
    assert Path("real.mg").stat().st_mode & 0o777 == 0o640


def test_fmt_check_changes_nothing_and_exits_1(milligram: Run) -> None:
    Path("a.mg").write_text(UNTIDY)
    done = milligram("fmt", "--check", ".")
    assert (done.exit_code, done.stdout) == (1, "would change a.mg\n")
    assert Path("a.mg").read_text() == UNTIDY


@pytest.mark.parametrize("text", [UNTIDY, UNTIDY.rstrip("\n"), UNTIDY.replace("drink", "≥ 1 µg")])
def test_fmt_diff_is_a_patch_that_gives_the_canonical_form(milligram: Run, text: str) -> None:
    Path("a.mg").write_text(text)
    done = milligram("fmt", "--diff", "a.mg")
    assert done.exit_code == 1
    assert Path("a.mg").read_text() == text
    milligram("fmt", "a.mg")
    assert patched(text, done.stdout) == Path("a.mg").read_text()


def patched(text: str, diff: str) -> str:
    """A text with a unified diff applied, each of its context lines held to the text."""
    old = text.splitlines(keepends=True)
    new: list[str] = []
    at = 0
    rows = diff.splitlines()[2:]
    for row, after in zip(rows, [*rows[1:], ""], strict=True):
        line = row[1:] + ("" if after.startswith("\\") else "\n")
        if row.startswith("@@"):
            start = int(row.split()[1].split(",")[0].removeprefix("-")) - 1
            new.extend(old[at:start])
            at = start
        elif row[0] in " -":
            assert old[at] == line
            at += 1
        if row[0] in " +":
            new.append(line)
    return "".join([*new, *old[at:]])


def test_fmt_says_when_only_line_ends_would_change(milligram: Run) -> None:
    Path("a.mg").write_text(UNTIDY)
    milligram("fmt", "a.mg")
    Path("a.mg").write_bytes(b"\xef\xbb\xbf" + Path("a.mg").read_bytes().replace(b"\n", b"\r\n"))
    done = milligram("fmt", "--diff", "a.mg")
    assert (done.exit_code, done.stdout) == (1, "a.mg: its byte-order mark or line ends would change, no line\n")


def test_fmt_refuses_what_does_not_parse_and_formats_the_rest(milligram: Run) -> None:
    Path("a.mg").write_text("guideline a\n  titel\n")
    Path("b.mg").write_text(UNTIDY)
    done = milligram("fmt", ".")
    assert (done.exit_code, done.stdout) == (1, "changed b.mg\n")
    assert "error[MG0" in done.stderr
    assert Path("a.mg").read_text() == "guideline a\n  titel\n"


# --- test -------------------------------------------------------------------------------------------------------------


def test_passing_cases_exit_0_with_the_share_of_branches(milligram: Run) -> None:
    Path("a.mg").write_text(CLEAN)
    done = milligram("test", "a.mg")
    assert done.exit_code == 0
    words = done.stdout.split()
    assert words[:3] == ["a.mg:", words[1], "of"]
    assert words[1] == words[3]


def test_a_failing_case_shows_expected_against_got_and_exits_1(milligram: Run) -> None:
    Path("a.mg").write_text(
        FAULTY.replace("20 to 30", "20 to under 30")
        + '\ncase "wrong"\n  clearance 10 mL/min\n  expect give 12 mmol of magnesium\n'
    )
    done = milligram("test", "a.mg")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "FAILED a.mg:22 “wrong”"
    assert lines[1].startswith("  expected : give 12 mmol of magnesium")
    assert lines[2] == "  got      : no give"
    assert lines[-1] == "a.mg: 0 of 1 cases pass; they take 1 of 4 branches"


def test_missed_lists_the_branches_that_no_case_takes(milligram: Run) -> None:
    Path("a.mg").write_text(WARNING)
    done = milligram("test", "--missed", "a.mg")
    assert done.exit_code == 0
    assert done.stdout.startswith("a.mg: no cases for 3 branches\n")
    assert done.stdout.count("  line 11    when pain: ") == 3


def test_a_guideline_with_an_error_fails_its_test(milligram: Run) -> None:
    Path("a.mg").write_text(FAULTY)
    done = milligram("test", "a.mg")
    assert done.exit_code == 1
    assert "1 error: see `milligram check a.mg`" in done.stdout


# --- dump -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["ast", "ir", "graph"])
def test_a_dump_is_the_same_in_every_process(process: Process, stage: str) -> None:
    Path("a.mg").write_text(CLEAN)
    dumps = [process("dump", "--stage", stage, "a.mg", env={"PYTHONHASHSEED": seed}) for seed in ("1", "2")]
    assert {done.returncode for done in dumps} == {0}
    assert dumps[0].stdout == dumps[1].stdout
    assert len(dumps[0].stdout.splitlines()) > 50
    assert " at 0x" not in dumps[0].stdout


def test_a_dump_of_a_faulty_guideline_shows_what_has_a_meaning(milligram: Run) -> None:
    Path("a.mg").write_text(UNTIDY.replace("pathway\n", "input age in furlongs\npathway\n"))
    tree, ir = milligram("dump", "--stage", "ast", "a.mg"), milligram("dump", "--stage", "ir", "a.mg")
    assert tree.exit_code == 0
    assert "Note" in tree.stdout
    assert ir.exit_code == 1
    assert "furlongs" in ir.stderr
    assert "error[MG" in ir.stderr


def test_a_dump_names_its_stages(milligram: Run) -> None:
    Path("a.mg").write_text(CLEAN)
    assert milligram("dump", "a.mg").exit_code == 2
    done = milligram("dump", "--stage", "tokens", "a.mg")
    assert done.exit_code == 2
    assert all(stage in done.stderr for stage in ("ast", "ir", "graph"))
