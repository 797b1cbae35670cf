"""`milligram run --patients`: columns, rows in error, exit codes, hostile files, and runs that are stopped."""

from __future__ import annotations

import csv
import itertools
import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from .conftest import CLEAN, COMMAND, FAULTY, HEARING, ROOT, Run

SMALL = """\
guideline small
  title   "Small"
  version 0.1.0
  status  draft
  for     "adults"

source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input age in years whole, plausible 0 to 120
input level in mmol/L of magnesium, plausible 0.1 to 6
input drugs any of loop, thiazide
input ill yes or no
define double: 2 * level
impossible when age under 10 years and ill

pathway
  when level under 0.70 mmol/L:
    order level [r1]
  when drugs has loop:
    note "on a loop diuretic" [r1]
  when ill:
    note "ill" [r1]
  report double
"""

BEFORE = "row,errors,applies,path,advice,asks,blocked,faults\n"
"""What an earlier run wrote, which a later one may replace."""


@pytest.fixture(autouse=True)
def _guideline(place: Path) -> None:
    Path("g.mg").write_text(SMALL, "utf-8")


def run(
    milligram: Run, data: str | bytes, *options: str, name: str = "in.csv", out: str = "out.csv"
) -> tuple[int, str]:
    """Runs a file; gives the exit code and what is said."""
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    done = milligram("run", "g.mg", "--patients", name, "--out", out, *options)
    assert "Traceback" not in done.stderr
    return done.exit_code, done.stderr


def answers(name: str = "out.csv") -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults(name: str = "out.csv") -> list[tuple[str, str, str]]:
    return [(row["row"], row["input"], row["reason"]) for row in answers(f"{name}.errors.csv")]


# --- answers ----------------------------------------------------------------------------------------------------------


def test_every_row_is_answered_in_order_with_what_is_kept(milligram: Run) -> None:
    data = "id,age,level[mg/dL],drugs,ill\nb,70,1.7,loop;thiazide,no\na,71,1.8,none,yes\n,,,,\n"
    code, said = run(milligram, data, "--keep", "id")
    assert code == 0
    assert "3 patients in " in said
    first, second, third = answers()
    assert [row["id"] for row in (first, second, third)] == ["b", "a", ""]
    assert [row["row"] for row in (first, second, third)] == ["1", "2", "3"]
    assert first["advice"] == "order level | on a loop diuretic"
    assert second["advice"] == "ill"
    assert third["asks"] == "level | drugs | ill"
    assert first["path"] == "17 true > 18 > 19 true > 20 > 21 false > 23"
    assert (first["double[mmol/L]"], third["double[mmol/L]"]) == (repr(6800 / 4861), "")
    assert faults() == []


def test_reports_have_the_unit_in_their_name_and_doubles_in_parquet(milligram: Run) -> None:
    code, _ = run(milligram, "level,age\n0.7,\n,\n", out="out.parquet")
    assert code == 0
    table = pyarrow.parquet.read_table("out.parquet")
    assert table.schema.field("double[mmol/L]").type == pa.float64()
    assert table.column("double[mmol/L]").to_pylist() == [1.4, None]
    assert table.column("applies").type == pa.string()
    run(milligram, "level,age\n0.7,\n,\n", out="out.jsonl")
    rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [row["reports"] for row in rows] == [{"double": 1.4}, {"double": None}]
    assert rows[0]["advice"] == []


def test_each_piece_of_advice_says_its_verb_as_the_card_does(milligram: Run) -> None:
    """“nephrology” alone in a cell is no advice."""
    said = {
        'refer to "nephrology"': "refer to nephrology",
        'order "a blood culture"': "order a blood culture",
        "order level": "order level",
        'suggest "rest"': "suggest rest",
        "suggest magnesium": "suggest magnesium",
        'unspecified "reduced doses"': "the source says only “reduced doses”",
        "advise against magnesium": "advise against magnesium",
        'advise "drink"': "drink",
        'note "all is well"': "all is well",
        "stop magnesium": "stop magnesium",
        "give 12 mmol of magnesium": "give 12 mmol of magnesium",
    }
    Path("g.mg").write_text(SMALL.split("pathway")[0] + "pathway\n" + "".join(f"  {each} [r1]\n" for each in said))
    run(milligram, "age\n70\n")
    assert answers()[0]["advice"].split(" | ") == list(said.values())
    run(milligram, "age\n70\n", out="out.jsonl")
    assert json.loads(Path("out.jsonl").read_text())["advice"] == list(said.values())


def test_a_column_is_read_as_the_input_that_map_says(milligram: Run) -> None:
    code, said = run(milligram, "Mg,years\n1.7,70\n", "--map", "Mg=level[mg/dL]", "--map", "years=age")
    assert code == 0
    assert answers()[0]["advice"] == "order level"
    assert "no column for drugs, ill: unknown for every row" in said


def test_parquet_is_read_by_its_types(milligram: Run) -> None:
    table = pa.table(
        {
            "age": pa.array([70, None, 300], pa.int16()),
            "level": pa.array([0.7, 0.69, float("nan")], pa.float32()),
            "drugs": pa.array([["loop"], [], None]),
            "ill": pa.array([True, False, None]),
        }
    )
    pyarrow.parquet.write_table(table, "in.parquet")
    done = milligram("run", "g.mg", "--patients", "in.parquet", "--out", "out.csv")
    assert done.exit_code == 1
    assert [row["advice"] for row in answers()] == ["on a loop diuretic | ill", "order level", ""]
    assert [fault[:2] for fault in faults()] == [("3", "age"), ("3", "level")]


# --- rows in error ----------------------------------------------------------------------------------------------------


def test_every_fault_of_a_row_is_listed_and_the_others_are_answered(milligram: Run) -> None:
    code, said = run(milligram, "age,level,drugs,ill\nx,9,foo,maybe\n5,0.6,none,yes\n70,0.6,none,no\n")
    assert code == 1
    assert "2 rows in error, listed in out.csv.errors.csv" in said
    found = faults()
    assert [fault[:2] for fault in found] == [
        ("1", "age"),
        ("1", "level"),
        ("1", "drugs"),
        ("1", "ill"),
        ("2", ""),
    ]
    assert found[1][2] == "9 is outside what is plausible, 0.1 to 6 mmol/L of magnesium"
    assert "no patient is like this" in found[4][2]
    assert [row["errors"] for row in answers()] == ["4", "1", "0"]
    assert [row["applies"] for row in answers()] == ["", "", "yes"]


def test_fail_fast_stops_at_the_first_row_in_error_and_writes_nothing(milligram: Run) -> None:
    code, said = run(milligram, "age\n70\nx\ny\n", "--fail-fast")
    assert code == 1
    assert "stopped at row 2, age: “x” is not a number" in " ".join(said.split())
    assert sorted(path.name for path in Path().iterdir()) == ["g.mg", "in.csv"]


def test_json_lines_that_are_no_patients_are_rows_in_error(milligram: Run) -> None:
    lines = [
        b'\xef\xbb\xbf{"age": 70, "id": {"a": 1}}',
        b"",
        b"[1]",
        b"not json",
        b'{"age": 1, "age": 2}',
        b'{"age": NaN}',
        b'{"age": 1' + b"0" * 400 + b"}",
        b'{"agee": 1, "level": "x"}',
        b'{"age": "\xff"}',
        b"[" * 100_000,
        b'{"level[mg/dL]": 1.7, "drugs": ["loop"]}',
        b'{"level": 1, "level[mg/dL]": 1.7}',
    ]
    code, _ = run(milligram, b"\n".join(lines), "--keep", "id", name="in.jsonl", out="out.jsonl")
    assert code == 1
    rows = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    assert [row["errors"] for row in rows] == [0, 1, 1, 1, 1, 1, 2, 1, 1, 0, 1]
    assert rows[0]["id"] == {"a": 1}
    assert rows[9]["advice"] == ["order level", "on a loop diuretic"]
    reasons = {row: reason for row, _, reason in faults("out.jsonl")}
    assert reasons["2"] == "the line is no object of inputs and values"
    assert reasons["4"] == '"age" is given twice'
    assert reasons["8"] == "the line is not UTF-8 text"
    assert reasons["11"] == "level is given twice"


def test_a_fault_of_the_guideline_is_an_answer_and_exit_code_1(milligram: Run) -> None:
    Path("g.mg").write_text(FAULTY, "utf-8")
    code, said = run(milligram, "clearance\n30\n90\n")
    assert code == 1
    assert "UNCHECKED" in said
    assert "1 row with a fault of the guideline, in the column faults" in said
    assert [bool(row["faults"]) for row in answers()] == [True, False]
    assert faults() == []


# --- hostile files ----------------------------------------------------------------------------------------------------


def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe_in_csv_and_only_there(milligram: Run) -> None:
    data = 'id,age\n"=HYPERLINK(""x"")",70\n@a,70\n-5,70\n+5.5e3,70\n-5x,70\n'
    run(milligram, data, "--keep", "id")
    assert [row["id"] for row in answers()] == ['\'=HYPERLINK("x")', "'@a", "-5", "+5.5e3", "'-5x"]
    run(milligram, data, "--keep", "id", out="out.parquet")
    assert pyarrow.parquet.read_table("out.parquet").column("id").to_pylist()[0] == '=HYPERLINK("x")'


def test_ragged_rows_are_in_error_in_their_places(milligram: Run) -> None:
    rows = ["70,0.6" if n % 7 else "70,0.6,1" for n in range(1, 101)]
    code, _ = run(milligram, "age,level\n" + "\n".join(rows) + "\n\n71\n")
    assert code == 1
    assert [int(row["row"]) for row in answers()] == list(range(1, 102))
    wrong = [str(n) for n in range(7, 101, 7)] + ["101"]
    assert [fault[0] for fault in faults()] == wrong
    assert [row["row"] for row in answers() if row["errors"] != "0"] == wrong
    assert faults()[0][2] == "3 cells where the header has 2"


@pytest.mark.parametrize(
    ("data", "code", "row", "reason"),
    [
        (b"\xef\xbb\xbfage\n70\n", 0, "", ""),
        (b"age\r\n70\r\n", 0, "", ""),
        (b'age\n"70"\n', 0, "", ""),
        (b"age,ill\n70,TRUE\n", 0, "", ""),
        (b"age\n\xff\xfe\n", 1, "1", "is not UTF-8 text"),
        (b"age\n1e400\n", 1, "1", "exponent"),
        (b"age\n" + b"9" * 500 + b"\n", 1, "1", "is not a number"),
        (b"level\n1" + b"0" * 100_000 + b"\n", 1, "1", "is not a number"),
        (b"age\nNaN\n", 1, "1", "is not a number"),
        (b"age\n=1+1\n", 1, "1", "is not a number"),
        (b"age\n70\x00\n", 1, "1", "it accepts a whole number in years"),
        (b'age\n"7\n0"\n', 1, "1", "is two numbers where one is expected"),
        ("age\n７０\n".encode(), 1, "1", "is not a number"),
    ],
)
def test_a_hostile_cell_is_a_row_in_error(milligram: Run, data: bytes, code: int, row: str, reason: str) -> None:
    found, _ = run(milligram, data)
    assert found == code
    assert [fault[0] for fault in faults()] == ([row] if row else [])
    assert all(reason in fault[2] for fault in faults())


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        ("age,age\n1,2\n", [], 'there are 2 columns "age"'),
        ("agee\n1\n", [], 'column "agee" is no input of small; did you mean "age"?; name it with --map or --keep'),
        ("age\n1\n", ["--keep", "id"], '--keep names a column "id" that is not there'),
        ("age\n1\n", ["--map", "id=age"], '--map names a column "id" that is not there'),
        ("x\n1\n", ["--map", "x=agee"], '"agee" is no input of small; did you mean "age"?'),
        ("age,x\n1,1\n", ["--map", "x=age"], '"age" and "x" are both age'),
        ("age[kg]\n1\n", [], 'column "age[kg]": "kg" and "years" measure different things'),
        ("ill[kg]\n1\n", [], "[kg] is a unit, and no number stands there"),
        ("age;ill\n1;no\n", [], "cells are separated by commas"),
        ("age,path\n1,2\n", ["--keep", "path"], 'a column of the answers is called "path" too'),
    ],
)
def test_columns_that_do_not_fit_are_wrong_usage(milligram: Run, data: str, options: list[str], message: str) -> None:
    code, said = run(milligram, data, *options)
    assert code == 2
    assert message in said
    assert not Path("out.csv").exists()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("in.csv", b"", "it is empty; its first line names the columns"),
        ("in.csv", b"age\n70\n" + b'"' + b"1\n" * 10_000_000, "a row is longer than 4 MiB, or a quote is not closed"),
        ("in.parquet", b"PAR1", "it is not parquet"),
        ("in.parquet", b"", "it is not parquet"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_and_nothing_is_written(
    milligram: Run, name: str, data: bytes, message: str
) -> None:
    Path("out.csv").write_text(BEFORE)
    code, said = run(milligram, data, name=name)
    assert code == 1
    assert message in said
    assert Path("out.csv").read_text() == BEFORE
    assert sorted(path.name for path in Path().iterdir()) == ["g.mg", name, "out.csv"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--patients", "in.csv"], "--patients needs --out"),
        (["--out", "out.csv"], "--out makes no sense without --patients"),
        (["--jobs", "2"], "--jobs makes no sense without --patients"),
        (["--patients", "in.csv", "--out", "out.csv", "--set", "age=1"], "--set makes no sense together with"),
        (["--patients", "in.csv", "--out", "out.csv", "--format", "json"], "--format makes no sense together with"),
        (["--patients", "in.csv", "--out", "out.txt"], "out.txt ends in none of .csv, .jsonl and .parquet"),
        (["--patients", "in.csv", "--out", "in.csv"], "in.csv is a file that is read"),
        (["--patients", "in.csv", "--out", "out.csv", "--map", "age"], 'has no "="'),
        (["--patients", "nowhere.csv", "--out", "out.csv"], "does not exist"),
    ],
)
def test_wrong_usage_is_said(milligram: Run, arguments: list[str], message: str) -> None:
    Path("in.csv").write_text("age\n70\n")
    done = milligram("run", "g.mg", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_guideline_that_could_not_be_read_whole_is_not_run(milligram: Run) -> None:
    Path("g.mg").write_text(SMALL.replace("0.70 mmol/L", "0.70 mmol/X"), "utf-8")
    code, _ = run(milligram, "age\n70\n")
    assert code == 1
    assert not Path("out.csv").exists()


# --- files ------------------------------------------------------------------------------------------------------------


def test_an_empty_file_of_patients_gives_an_empty_file_of_answers(milligram: Run) -> None:
    for form in ("csv", "jsonl", "parquet"):
        code, said = run(milligram, "age\n", out=f"out.{form}")
        assert (code, "0 patients" in said) == (0, True)
    assert pyarrow.parquet.read_table("out.parquet").num_rows == 0
    assert answers() == []
    assert Path("out.jsonl").read_text() == ""


def test_a_new_run_replaces_what_an_older_one_wrote_and_keeps_its_permissions(milligram: Run) -> None:
    run(milligram, "age\nx\n")
    assert len(faults()) == 1
    Path("out.csv").chmod(0o600)
    run(milligram, "age\n70\n")
    assert faults() == []
    assert Path("out.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("rows", ["", "70,a\n", "x,a\n"])
def test_answers_of_every_form_are_known_again(milligram: Run, form: str, rows: str) -> None:
    out = f"out.{form}"
    first = run(milligram, f'age,"i\nd"\n{rows}', "--keep", "i\nd", out=out)
    before = Path(out).read_bytes()
    assert run(milligram, f'age,"i\nd"\n{rows}', "--keep", "i\nd", out=out)[0] == first[0] == int("x" in rows)
    assert Path(out).read_bytes() == before


def test_the_list_of_rows_in_error_never_takes_the_place_of_what_is_read(milligram: Run) -> None:
    data = "age\n70\n"
    for name, out in (("a.csv.errors.csv", "a.csv"), ("b.jsonl.errors.csv", "b.jsonl")):
        code, said = run(milligram, data, name=name, out=out)
        assert code == 2
        assert f"{name} is a file that is read; say another to write to" in said
        assert Path(name).read_text() == data
        assert not Path(out).exists()
    Path("link.csv.errors.csv").symlink_to("a.csv.errors.csv")
    assert run(milligram, data, name="a.csv.errors.csv", out="link.csv")[0] == 2
    assert Path("a.csv.errors.csv").read_text() == data


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("out.csv", b"id,age\n1,70\n"),
        ("out.csv", b"row,note\n1,kept by hand\n"),
        ("out.csv", b"\xff\xfe\x00"),
        ("out.csv", b"x" * 20_000_000),
        ("out.jsonl", b'{"row": 1, "age": 70}\n'),
        ("out.jsonl", b'{"row": 1, "errors": 0}\n'),
        ("out.jsonl", b"[" * 100_000),
        ("out.jsonl", b"age\n"),
        ("out.parquet", b"PAR1 is how it begins"),
        ("out.csv.errors.csv", b"row,input,reason,checked by\n"),
    ],
    ids=range(10),
)
def test_a_file_that_no_run_wrote_is_never_replaced(milligram: Run, name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    code, said = run(milligram, "age\n70\n", out=name.removesuffix(".errors.csv"))
    assert code == 2
    flat = " ".join(said.split())
    assert f"{name} exists already and is no" in flat
    assert "it was not changed: say another file, or remove it" in flat
    assert Path(name).read_bytes() == content
    assert len(list(Path().iterdir())) == 3


def test_the_guideline_and_a_folder_are_never_replaced_by_answers(milligram: Run) -> None:
    Path("g.csv").write_text(SMALL)
    Path("in.csv").write_text("age\n70\n")
    assert "g.csv is a file that is read" in milligram("run", "g.csv", "--patients", "in.csv", "--out", "g.csv").stderr
    Path("out.csv.errors.csv").mkdir()
    code, said = run(milligram, "age\n70\n")
    assert (code, "out.csv.errors.csv is no file; nothing was written" in said) == (2, True)
    assert not Path("out.csv").exists()


def test_a_folder_that_is_not_there_is_said(milligram: Run) -> None:
    code, said = run(milligram, "age\n70\n", out="nowhere/out.csv")
    assert code == 1
    assert said == "Error: cannot read or write nowhere/out.csv: no such file or directory\n"


# --- processes --------------------------------------------------------------------------------------------------------


@contextmanager
def endless_patients() -> Iterator[str]:
    """A pipe that gives patients, no two alike, for as long as somebody reads: a run of it never ends by itself."""
    source = ROOT / "guidelines" / "kidney" / "levetiracetam_renal_dose.mg"
    Path("endless.mg").write_text(source.read_text("utf-8"), "utf-8")
    os.mkfifo("endless.jsonl")

    def feed() -> None:
        with suppress(BrokenPipeError), Path("endless.jsonl").open("w", encoding="utf-8") as pipe:
            for n in itertools.count():
                creatinine = f"{60 + n % 97}.{n % 89} umol/L"
                patient = {"age": 20 + n % 70, "weight": 40 + n % 60_000 / 1000, "serum_creatinine": creatinine}
                pipe.write(json.dumps(patient) + "\n")

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    yield "endless.jsonl"
    feeder.join(timeout=60)
    assert not feeder.is_alive()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_stopped_leaves_nothing_behind(number: signal.Signals, jobs: str) -> None:
    Path("out.csv").write_text(BEFORE)
    with endless_patients() as patients:
        options = ["run", "endless.mg", "--patients", patients, "--out", "out.csv", "--jobs", jobs]
        with subprocess.Popen([*HEARING, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
            try:
                begun = time.monotonic()
                while not any(path.stat().st_size for path in Path().glob(".out.csv.*")):
                    assert child.poll() is None, child.stderr and child.stderr.read()
                    assert time.monotonic() - begun < 60
                    time.sleep(0.05)
                child.send_signal(number)
                _, said = child.communicate(timeout=60)
            finally:
                child.kill()
    assert child.returncode == (143 if number == signal.SIGTERM else 130)
    assert "Traceback" not in said, said
    assert sorted(path.name for path in Path().iterdir()) == ["endless.jsonl", "endless.mg", "g.mg", "out.csv"]
    assert Path("out.csv").read_text() == BEFORE


def test_a_terminal_gets_a_bar_with_a_rate_and_a_log_does_not(milligram: Run) -> None:
    Path("in.csv").write_text("age\n" + "70\n" * 1000)
    command = [*COMMAND, "run", "g.mg", "--patients", "in.csv", "--out", "out.csv"]
    leader, follower = pty.openpty()
    child = subprocess.Popen(command, stderr=follower, stdout=subprocess.DEVNULL, env={**os.environ, "TERM": "xterm"})
    os.close(follower)
    written = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    os.close(leader)
    assert child.wait(timeout=60) == 0
    assert b"1,000 patients," in written
    assert b" a second" in written
    code, said = run(milligram, "age\n" + "70\n" * 1000)
    assert code == 0
    assert "\r" not in said


def test_other_commands_do_not_import_what_tables_need() -> None:
    Path("a.mg").write_text(CLEAN, "utf-8")
    text = (
        "import sys; from milligram.cli.main import cli; from click.testing import CliRunner; "
        "CliRunner().invoke(cli, ['run', 'a.mg', '--set', 'age=70']); "
        "print([name for name in ('numpy', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
