"""The command as a process: terminals, pipes, signals, what is imported, and what a bug looks like."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from milligram.cli import options
from milligram.cli.bug import report
from milligram.cli.main import COMMANDS, cli
from milligram.cli.page import page_text
from milligram.diagnostics import CODES, explain
from milligram.version import VERSION

from .conftest import CLEAN, COMMAND, FAULTY, HEARING, UNTIDY, WARNING, Process, Run

# --- usage ------------------------------------------------------------------------------------------------------------


def test_version(milligram: Run) -> None:
    done = milligram("--version")
    assert (done.exit_code, done.stdout) == (0, f"milligram, version {VERSION}\n")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_80_columns_and_shows_every_option(milligram: Run, command: str) -> None:
    done = milligram(*filter(None, [command]), "--help")
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    if command:
        found = cli.get_command(click.Context(cli), command)
        assert found is not None
        shown = [name for option in found.params if isinstance(option, click.Option) for name in option.opts]
        assert all(name in done.stdout for name in shown)
    else:
        assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_without_a_command_the_help_is_shown(milligram: Run) -> None:
    done = milligram()
    assert "Commands:" in done.stdout + done.stderr


@pytest.mark.parametrize(("typed", "meant"), [("chek", "check"), ("Build", "build"), ("tests", "test"), ("fm", "fmt")])
def test_a_command_nearly_right_is_suggested(milligram: Run, typed: str, meant: str) -> None:
    done = milligram(typed)
    assert done.exit_code == 2
    assert f"no command {typed!r}; did you mean {meant}?" in done.stderr


def test_a_command_that_is_nothing_like_one_lists_them(milligram: Run) -> None:
    done = milligram("zzzzz")
    assert done.exit_code == 2
    assert "there are check, build, run" in done.stderr


def test_an_option_nearly_right_is_suggested(milligram: Run) -> None:
    done = milligram("check", "--strickt", ".")
    assert done.exit_code == 2
    assert "--strict" in done.stderr


def test_exit_codes_are_those_of_the_process(process: Process) -> None:
    """In a test's runner click ends the command; in the process, `main` does."""
    Path("a.mg").write_text(FAULTY)
    expected = {("check", "a.mg"): 1, ("check",): 2, ("chek",): 2, ("--version",): 0, ("check", "--help"): 0}
    expected[("run", "a.mg", "--set", "clearance=400")] = 1
    for arguments, code in expected.items():
        done = process(*arguments)
        assert (arguments, done.returncode) == (arguments, code)
        assert "Traceback" not in done.stderr


FAR_TOO_LONG = "x" * 5000


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", FAR_TOO_LONG],
        ["check", "a.mg", "--cases", FAR_TOO_LONG],
        ["check", "faulty.mg", "--cases", FAR_TOO_LONG],
        ["cases", "a.mg", "--limit", "1", "--out", FAR_TOO_LONG],
        ["build", "a.mg", "--target", "python", "--out", FAR_TOO_LONG],
        ["run", "a.mg", "--patient", FAR_TOO_LONG],
        ["run", "a.mg", "--patients", "in.csv", "--out", f"{FAR_TOO_LONG}.csv"],
        ["schedule", "a.mg", "--set", "age=70", "--start", "2026-11-22", "--ics", FAR_TOO_LONG],
        ["diff", FAR_TOO_LONG, "a.mg"],
        ["diff", f"{FAR_TOO_LONG}/a.mg@HEAD", "a.mg"],
        ["new", f"{FAR_TOO_LONG}/name", "--yes"],
        ["fmt", FAR_TOO_LONG],
        ["watch", FAR_TOO_LONG],
    ],
    ids=lambda arguments: "-".join(word for word in arguments if len(word) < 100),
)
def test_a_name_longer_than_a_file_system_allows_is_no_bug(process: Process, arguments: list[str]) -> None:
    Path("a.mg").write_text(CLEAN)
    Path("faulty.mg").write_text(FAULTY)
    Path("in.csv").write_text("age\n70\n")
    done = process(*arguments)
    clean = arguments == ["check", "a.mg", "--cases", FAR_TOO_LONG]  # it has no patient to write
    assert done.returncode in ((0,) if clean else (1, 2, 3))
    assert "bug" not in done.stderr
    assert FAR_TOO_LONG[:100] in done.stderr


# --- terminals --------------------------------------------------------------------------------------------------------


def on_a_terminal(*arguments: str, env: dict[str, str]) -> tuple[str, int]:
    """What a command writes to a terminal of 80 columns, standard error included."""
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [*COMMAND, *arguments], stdin=follower, stdout=follower, stderr=follower, env={**os.environ, **env}
    )
    os.close(follower)
    written = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # Linux says so when the last writer is gone
            break
        if not part:
            break
        written += part
    os.close(leader)
    return written.decode(), child.wait(timeout=60)


def test_colour_only_on_a_terminal_and_never_with_no_color(process: Process) -> None:
    Path("a.mg").write_text(FAULTY)
    assert "\x1b" not in process("check", "a.mg").stdout
    plain = {"TERM": "xterm", "COLUMNS": "80"}
    assert "\x1b[1;31merror[MG103]" in on_a_terminal("check", "a.mg", env=plain)[0]
    for env in ({**plain, "NO_COLOR": "1"}, {**plain, "TERM": "dumb"}):
        assert "\x1b[1;31m" not in on_a_terminal("check", "a.mg", env=env)[0]
    assert "\x1b[1;31m" in on_a_terminal("check", "a.mg", env={**plain, "NO_COLOR": ""})[0]


def test_a_terminal_gets_a_page_without_the_signs_of_markdown_and_a_pipe_gets_them(process: Process) -> None:
    plain = {"TERM": "xterm", "COLUMNS": "80"}
    coloured = on_a_terminal("explain", "MG103", env=plain)[0]
    assert "\x1b[31mFaulty\x1b[0m\r\n    guideline renal_function\r\n" in coloured
    assert "\x1b[32mMended\x1b[0m\r\n    guideline renal_function\r\n" in coloured
    assert "\x1b[36m20 to 30\x1b[0m\r\nincludes" in coloured
    assert "`" not in coloured
    shown = on_a_terminal("explain", "MG103", env={**plain, "NO_COLOR": "1"})[0]
    assert "\x1b" not in shown
    assert shown.startswith("MG103 shared boundary\r\n\r\nTwo bands meet")
    assert "Faulty\r\n    guideline renal_function\r\n      title" in shown
    assert "```" not in shown
    piped = process("explain", "MG103", env={"COLUMNS": "80"}).stdout
    assert piped.startswith("# MG103 shared boundary\n")
    assert "```mg bad\nguideline renal_function\n" in piped


@pytest.mark.parametrize("colour", [False, True])
def test_every_page_keeps_all_its_words_on_a_terminal(colour: bool) -> None:
    for code in CODES.values():
        page = explain(code, width=80)
        shown = re.sub(r"\x1b\[\d+m", "", page_text(page, colour=colour))
        fences = re.compile(r"^```.*\n", re.MULTILINE)
        assert "```" not in shown
        words = re.sub(r"^(?:Faulty|Mended)\n", "", shown, flags=re.MULTILINE).replace("`", "").split()
        assert words == fences.sub("", page).removeprefix("#").replace("`", "").split()


def test_build_shows_its_progress_on_a_terminal_only(process: Process) -> None:
    Path("a.mg").write_text(WARNING)
    command = ("build", "a.mg", "--target", "flowchart", "--format", "dot", "--out", "out")
    text, code = on_a_terminal(*command, env={"TERM": "xterm", "COLUMNS": "80"})
    assert code == 0
    assert "checking 1 of 1: a.mg" in text
    assert "building 1 of 1: a.mg" in text
    assert text.endswith("1 file from 1 of 1 guideline\r\n")
    assert "building" not in process(*command).stderr


def test_the_width_is_that_of_columns_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, width in (("40", 40), ("1", 40), ("0", 80), ("97", 97), ("500", 100), ("wide", 80)):
        monkeypatch.setenv("COLUMNS", columns)
        assert (columns, options.width()) == (columns, width)


def test_a_terminal_of_another_encoding_gets_numbers_for_what_it_lacks(process: Process) -> None:
    Path("a.mg").write_text(WARNING.replace("rest", "≥ 1 hour"))
    done = process("check", "a.mg", env={"PYTHONIOENCODING": "iso-8859-1"})
    assert done.returncode == 0
    assert "\\u2265 1 hour" in done.stdout


# --- names of files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "fmt", "test", "dump --stage ast", "run", "build --out out"])
def test_a_file_name_that_is_not_utf_8_is_shown_by_its_bytes(process: Process, command: str) -> None:
    name = b"a\xff\x1b[31m.mg"
    Path(os.fsdecode(name)).write_text(FAULTY)
    done = process(*command.split(), name)
    assert done.returncode in (0, 1)
    assert "\x1b" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if command in ("check", "test", "build --out out"):
        assert "a<FF><U+001B>[31m.mg" in done.stdout + done.stderr


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_json_of_a_file_name_that_is_not_utf_8_can_be_read(process: Process, form: str) -> None:
    Path(os.fsdecode(b"a\xff.mg")).write_text(FAULTY)
    done = process("check", "--format", form, ".")
    assert done.returncode == 1
    json.loads(done.stdout)


# --- pipes and signals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("copies", [1, 150])
def test_a_reader_that_goes_away_ends_the_command_quietly(copies: int) -> None:
    """``milligram check … | head -1``, with less and with more than a pipe holds."""
    for number in range(copies):
        Path(f"{number}.mg").write_text(FAULTY)
    # Unbuffered, Python takes the half of a write that the pipe took for the whole, and nothing is there to be seen.
    child = subprocess.Popen(
        [*COMMAND, "check", "--format", "json", "."],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    assert child.stdout is not None
    assert child.stderr is not None
    if copies > 1:
        assert child.stdout.readline() == b"{\n"
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    assert (child.wait(timeout=60), said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "command", ["check a.mg", "fmt --diff a.mg", "test a.mg", "cases a.mg", "explain MG103", "--help"]
)
def test_output_that_cannot_be_written_is_no_bug(command: str, unbuffered: str) -> None:
    Path("a.mg").write_text(UNTIDY)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "Error: cannot write the output: no space left on device\n")
    assert Path("a.mg").read_text() == UNTIDY


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "a.mg"], 0),
        (["check", "faulty.mg", "--cases", "out.mg"], 1),
        (["build", "a.mg", "--target", "flowchart", "--format", "dot", "--out", "out"], 0),
        (["run", "a.mg", "--patient", "-"], 1),
        (["new"], 2),
    ],
)
def test_a_stream_that_is_closed_is_no_bug_and_no_file_takes_its_place(
    closed: str, arguments: list[str], code: int
) -> None:
    Path("a.mg").write_text(CLEAN)
    Path("faulty.mg").write_text(FAULTY)
    command = ["/bin/sh", "-c", f'"$@" {closed}', "sh", *COMMAND, *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "bug" in done.stderr) == (code, False)
    if "out.mg" in arguments:
        assert Path("out.mg").read_text().startswith('case "MG103')
    if arguments[0] == "build":
        (dot,) = Path("out").rglob("*.dot")
        assert dot.read_text().startswith("digraph")


def test_ctrl_c_exits_130_without_a_traceback() -> None:
    """The signal comes while the command waits for its patient: the other end of a pipe is open only then."""
    Path("a.mg").write_text(CLEAN)
    os.mkfifo("patient")
    child = subprocess.Popen(
        [*HEARING, "run", "a.mg", "--patient", "patient"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    end = None
    while end is None and child.poll() is None:
        try:
            end = os.open("patient", os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert end is not None, err
    os.close(end)
    assert (child.returncode, out, err) == (130, "", "\nstopped\n")


# --- bugs -------------------------------------------------------------------------------------------------------------


def test_a_bug_exits_70_and_says_what_to_send(process: Process) -> None:
    Path("a.mg").write_text(CLEAN)
    Path("sitecustomize.py").write_text(
        "import milligram.interpret as i\n"
        "def evaluate(*arguments, **options): raise ZeroDivisionError('of a test')\n"
        "i.evaluate = evaluate\n"
    )
    done = process("run", "a.mg", "--set", "age=44", "--set=neck_spasm=yes", env={"PYTHONPATH": os.curdir})
    assert (done.returncode, done.stdout) == (70, "")
    lines = done.stderr.splitlines()
    assert lines[0] == "milligram: this is a bug in Milligram, not in the guideline."
    assert "  ZeroDivisionError: of a test" in lines
    assert "milligram/cli/run.py:" in done.stderr
    assert "    milligram run a.mg --set … --set=…" in lines
    assert f"(milligram {VERSION}, Python " in lines[-1]
    assert "Traceback" not in done.stderr
    assert "44" not in lines[-2]


def test_a_panic_of_a_library_is_a_bug_too(process: Process) -> None:
    """What a library written in Rust raises when it panics is a `BaseException`, not an `Exception`."""
    Path("a.mg").write_text(CLEAN)
    Path("sitecustomize.py").write_text(
        "import milligram.interpret as i\n"
        "class Panic(BaseException): pass\n"
        "def evaluate(*arguments, **options): raise Panic('index out of bounds')\n"
        "i.evaluate = evaluate\n"
    )
    done = process("run", "a.mg", env={"PYTHONPATH": os.curdir})
    assert done.returncode == 70
    assert "Panic: index out of bounds" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_never_holds_what_a_patient_file_may_say(capsys: pytest.CaptureFixture[str]) -> None:
    report(ValueError("x"), ["run", "a b.mg", "--patient", "smith.json", "--set", "hiv=yes", "--set=age=44"])
    said = capsys.readouterr().err
    assert "milligram run 'a b.mg' --patient … --set … --set=…\n" in said
    assert not any(word in said for word in ("smith", "hiv", "44"))


# --- imports ----------------------------------------------------------------------------------------------------------

PROBE = """
import sys
from milligram.cli.main import main
try:
    main()
except SystemExit as done:
    sys.stdout.flush()
    print(done.code, *sorted(sys.modules), file=sys.stderr)
"""


def imported(*arguments: str) -> set[str]:
    """The modules that a command which exits with 0 has imported."""
    done = subprocess.run([sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True)
    code, *modules = done.stderr.splitlines()[-1].split()
    assert code == "0", done.stderr
    return set(modules)


SLOW = {"lark", "networkx", "z3", "typst", "rich", "pygraphviz", "graphviz", "segno"}


def test_an_unchanged_file_imports_neither_parser_nor_meaning_nor_slow_libraries() -> None:
    Path("a.mg").write_text(CLEAN)
    imported("check", "a.mg")
    found = imported("check", "a.mg")
    stages = {f"milligram.{name}" for name in ("ir", "resolve", "interpret", "graph", "prove", "checks", "quantity")}
    assert not found & (SLOW | stages | {"milligram.syntax.parser", "milligram.syntax.nodes", "milligram.target"})


def test_a_changed_file_imports_no_slow_library_unless_a_part_follows_a_part() -> None:
    """Lark only builds the tables of a grammar that is new to this user."""
    Path("a.mg").write_text(CLEAN)
    imported("check", "a.mg")
    Path("a.mg").write_text(CLEAN + "# changed\n")
    found = imported("check", "a.mg")
    assert "milligram.checks" in found
    assert not found & SLOW
    Path("a.mg").write_text(WARNING + '\n  follow more\npart more\n  follow rest\npart rest\n  note "rest" [r1]\n')
    assert "networkx" in imported("check", "a.mg")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["explain", "MG103"], ["check", "--help"]])
def test_words_alone_import_no_stage(arguments: list[str]) -> None:
    assert not imported(*arguments) & (SLOW | {"milligram.ir", "milligram.syntax.parser", "milligram.checks"})
