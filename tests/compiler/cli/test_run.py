"""``milligram run``: patients good and bad, in text and in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import CLEAN, FAULTY, Run

KINDS = {
    "give", "stop", "hold", "advise", "advise_against", "suggest", "order", "refer", "start", "note", "unspecified",
}  # fmt: skip
PATIENT: dict[str, Any] = {
    "age": 40,
    "neck_spasm": True,
    "volume_depleted": False,
    "diarrhoea": False,
    "serum_potassium": 4.0,
}


@pytest.fixture(autouse=True)
def guideline(place: Path) -> Path:
    """The magnesium guideline, beside the patients."""
    path = place / "mg.mg"
    path.write_text(CLEAN)
    return path


def answer(milligram: Run, **values: object) -> Any:
    """The JSON of a run for the usual patient with these values."""
    Path("p.json").write_text(json.dumps({**PATIENT, **values}))
    done = milligram("run", "mg.mg", "--patient", "p.json", "--format", "json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_the_json_has_the_agreed_shape(milligram: Run) -> None:
    data = answer(milligram, serum_magnesium=0.6, creatinine_clearance=95)
    agreed = {"guideline", "version", "applies", "advice", "reports", "asks", "blocked"}
    assert agreed | {"assumed", "would_apply", "faults", "trace"} <= set(data)
    assert (data["guideline"], data["applies"], data["checked"]) == ("magnesium_neck_spasm", True, True)
    for advice in data["advice"]:
        assert set(advice) == {"kind", "what", "text", "dose", "grade", "because", "sources", "line"}
        assert advice["kind"] in KINDS
    give = data["advice"][0]
    assert (give["kind"], give["what"]) == ("give", "replacement")
    assert set(give["dose"]) == {"amount", "unit", "of", "frequency", "route", "step"}
    assert (give["dose"]["amount"], give["dose"]["unit"], give["dose"]["step"]) == (12, "mmol", 1)
    assert all(set(ask) == {"input", "question", "blocks"} for ask in data["asks"])


def test_a_normal_level_advises_against_and_suggests_the_alternatives(milligram: Run) -> None:
    advice = answer(milligram, serum_magnesium=0.85, creatinine_clearance=95)["advice"]
    assert advice[0]["kind"] == "advise_against"
    assert {"suggest"} == {item["kind"] for item in advice[1:]}


def test_an_unknown_clearance_is_ordered_and_nothing_given(milligram: Run) -> None:
    data = answer(milligram, serum_magnesium=0.6, creatinine_clearance=None)
    assert data["advice"][0]["what"] == "creatinine_clearance"
    assert "give" not in {item["kind"] for item in data["advice"]}


def test_a_clearance_of_15_advises_against_and_says_why(milligram: Run) -> None:
    advice = answer(milligram, serum_magnesium=0.6, creatinine_clearance=15)["advice"]
    assert (advice[0]["kind"], advice[0]["because"]) == ("advise_against", "life-threatening hypermagnesaemia")


@pytest.mark.parametrize(("level", "low"), [("1.7 mg/dL", True), (0.6994, True), (0.70, False), ("0.70", False)])
def test_a_level_counts_exactly_in_any_unit(milligram: Run, level: object, low: bool) -> None:
    advice = answer(milligram, serum_magnesium=level, creatinine_clearance=95)["advice"]
    assert ("give" in {item["kind"] for item in advice}) is low


def test_set_goes_before_the_file_and_dash_reads_standard_input(milligram: Run) -> None:
    text = json.dumps({**PATIENT, "serum_magnesium": 0.85, "creatinine_clearance": 95})
    arguments = ("run", "mg.mg", "--patient", "-", "--set", "serum_magnesium=1.7 mg/dL")
    done = milligram(*arguments, input=text)
    assert done.exit_code == 0
    assert "GIVE      12 mmol of magnesium" in done.stdout
    assert "AVOID" in milligram(*arguments[:4], input=text).stdout
    assert "GIVE" not in milligram(*arguments, "--set", "creatinine_clearance=unknown", input=text).stdout


def test_as_of_is_today(milligram: Run) -> None:
    late = milligram("run", "mg.mg", "--set", "age=15", "--as-of", "2029-01-01")
    assert "review was due on 2028-11-22" in late.stdout
    assert "review" not in milligram("run", "mg.mg", "--set", "age=15", "--as-of", "2028-11-22").stdout


def test_without_a_patient_everything_is_unknown(milligram: Run) -> None:
    done = milligram("run", "mg.mg")
    assert done.exit_code == 0
    assert "no advice yet" in done.stdout
    assert "ASK       What is the age, in years?" in done.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "p.json is not JSON"),
        (b"{", "(line 1, column 2)"),
        (b"[1]", "p.json is not a patient"),
        (b"null", "p.json is not a patient"),
        (b'"age"', "p.json is not a patient"),
        (b"\xff\xfe{}", "p.json is not UTF-8 text"),
        (b'{"age": NaN}', "NaN is not a number"),
        (b'{"age": -Infinity}', "-Infinity is not a number"),
        (b'{"age": 4, "age": 5}', '"age" is given twice'),
        (b'{"age": 4, "\\u001b[31m": 5, "\\u001b[31m": 6}', '"<U+001B>[31m" is given twice'),
        (b'{"age": %s}' % (b"9" * 5000), "the number 999999999999… has 5000 digits"),
        (b'{"age": 1e999999999}', "age: the number"),
        (b'{"age": 1e-999999999}', "age: the number"),
        (b'{"age": "1e999999999 years"}', "age: the exponent"),
        (b"[" * 100_000 + b"]" * 100_000, "p.json is nested too deep"),
        (b'{"age":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "p.json is nested too deep"),
        (b" " * (4 * 1024 * 1024 + 1), "p.json is larger than 4 MiB"),
        (b'{"agge": 40}', 'did you mean "age"?'),
        (b'{"age": 400}', "age: 400 is outside what is plausible, 0 to 120 years"),
        (b'{"age": {}}', "age: an object is not a number"),
        (b'{"age": "40 mg"}', "age: “40 mg”"),
        (b'{"serum_magnesium": "0.7 furlong"}', "serum_magnesium: "),
        (b'{"neck_spasm": "perhaps"}', "neck_spasm: “perhaps” is neither yes nor no"),
        (b'{"diuretics": ["loop", "lop"]}', "diuretics: "),
        (b'{"replacement": {"step": 9}}', "replacement: "),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_a_bad_patient_is_refused_in_words_with_exit_code_1(milligram: Run, content: bytes, said: str) -> None:
    Path("p.json").write_bytes(content)
    done = milligram("run", "mg.mg", "--patient", "p.json")
    assert (done.exit_code, done.stdout) == (1, "")
    flat = " ".join(done.stderr.split())
    assert said.replace("“40 mg”", '"mg"') in flat
    assert "\x1b" not in done.stderr
    assert "(char " not in done.stderr
    assert max(map(len, done.stderr.splitlines())) <= 100


def test_every_fault_of_a_patient_is_said_at_once(milligram: Run) -> None:
    done = milligram("run", "mg.mg", "--set", "age=400", "--set", "agge=3", "--set", "neck_spasm=perhaps")
    assert done.exit_code == 1
    assert done.stderr.count("patient: ") == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "age"], 'no "="'),
        (["--set", "age=40", "--set", "age=41"], "age is set twice"),
        (["--patient", "absent.json"], "cannot read absent.json: no such file"),
        (["--patient", "."], "cannot read .: is a directory"),
        (["--as-of", "tomorrow"], "is not a date"),
        (["--format", "xml"], "xml"),
        (["--sett", "age=1"], "--set"),
    ],
)
def test_wrong_usage_exits_2(milligram: Run, arguments: list[str], said: str) -> None:
    done = milligram("run", "mg.mg", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_faulty_guideline_runs_with_a_banner_and_picks_no_branch(milligram: Run) -> None:
    """The fault names its lines, and the answer is printed although the exit code is 1."""
    Path("bad.mg").write_text(FAULTY)
    done = milligram("run", "bad.mg", "--set", "clearance=30")
    assert done.exit_code == 1
    assert done.stdout.startswith("UNCHECKED: this guideline has 1 error (milligram check bad.mg).")
    assert "FAULT     several branches of “Renal function” apply [lines 17, 19]" in done.stdout
    assert not any(mark in done.stdout for mark in ("GIVE", "REFER"))
    data = milligram("run", "bad.mg", "--set", "clearance=30", "--format", "json")
    assert data.exit_code == 1
    assert json.loads(data.stdout)["checked"] is False
    assert "UNCHECKED" in data.stderr
    assert milligram("run", "bad.mg", "--set", "clearance=25").exit_code == 0


GUARDED = """\
guideline guarded
  title   "Guarded"
  version 0.1.0
  status  draft
  for     "adults"

source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input clearance in mL/min, plausible 0 to 250
input bleeding yes or no

pitfall "Not with poor kidneys" [r1]
  never give magnesium when clearance under 30 mL/min

pathway
  when bleeding:
    end
  follow giving

part giving
  when clearance under 30 mL/min:
    end
  give 12 mmol of magnesium at night [r1]
"""
"""Gives the drug only to those whose clearance is enough and who do not bleed."""


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("when clearance under", "when clearance undr", "MG0"),
        ("clearance under 30", "clearence under 30", "MG011"),
        ("under 30 mL/min", "under 30", "MG301"),
        ("under 30 mL/min", "under 30 mL/mn", "MG025"),
        ("under 30 mL/min", "under 30 mmol/L", "MG301"),
        ("never give magnesium", "never give magnesum", "MG011"),
        ("when bleeding", "when bleding", "MG011"),
        ("follow giving", "follow nowhere\n  follow giving", "MG011"),
        ("pathway\n", "pathway\n  unles bleeding\n", "MG0"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_guideline_that_was_not_read_whole_is_not_run(
    milligram: Run, right: str, wrong: str, code: str, form: str
) -> None:
    """What could not be read may be the rule that forbids: no answer, the finding, exit code 1."""
    patient = ("--set", "clearance=10", "--set", "bleeding=yes", "--format", form)
    Path("whole.mg").write_text(GUARDED)
    whole = milligram("run", "whole.mg", *patient)
    assert (whole.exit_code, whole.stderr) == (0, "")
    Path("bad.mg").write_text(GUARDED.replace(right, wrong, 1))
    done = milligram("run", "bad.mg", *patient)
    assert done.exit_code == 1
    if form == "text":
        assert done.stdout == ""
    else:
        assert set(json.loads(done.stdout)) == {"files", "refused", "diagnostics"}
    assert f"error[{code}" in done.stderr
    assert "bad.mg was not run" in done.stderr


def test_an_error_that_leaves_nothing_out_runs_with_the_banner(milligram: Run) -> None:
    """MG801, a source that is not declared, takes no rule away."""
    Path("bad.mg").write_text(GUARDED.replace("magnesium at night [r1]", "magnesium at night [r9]"))
    done = milligram("run", "bad.mg", "--set", "clearance=90", "--set", "bleeding=no")
    assert done.exit_code == 0
    assert done.stdout.startswith("UNCHECKED: ")
    assert "GIVE      12 mmol of magnesium at night" in done.stdout


def test_the_product_is_named_and_what_is_assumed_stands_above_the_advice(milligram: Run) -> None:
    """12 mmol of magnesium is on no packet; 480 mg of magnesium oxide is."""
    values = ("age=70", "serum_magnesium=0.6", "creatinine_clearance=95", "volume_depleted=no")
    done = milligram("run", "mg.mg", *(f"--set={value}" for value in values))
    flat = " ".join(done.stdout.split())
    assert (
        "Assumed, because the patient data does not say ASSUMED replacement not started Advice "
        "GIVE 12 mmol of magnesium as magnesium oxide (480 mg of magnesium oxide) at night, oral (replacement, step 1)"
    ) in flat


def test_a_guideline_without_a_meaning_is_not_run(milligram: Run) -> None:
    Path("bad.mg").write_text("pathway\n  giv magnesium\n")
    done = milligram("run", "bad.mg")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "error[MG0" in done.stderr


LOW = ("age=70", "serum_magnesium=0.6")
PATIENTS: tuple[tuple[str, ...], ...] = (
    (),
    ("age=15",),
    ("age=40", "neck_spasm=yes", "serum_magnesium=0.85", "creatinine_clearance=95"),
    LOW,
    (*LOW, "creatinine_clearance=15"),
    (*LOW, "creatinine_clearance=25", "replacement step=1"),
    (*LOW, "creatinine_clearance=45", "volume_depleted=no"),
    (*LOW, "creatinine_clearance=95"),
    (*LOW, "creatinine_clearance=95", "volume_depleted=yes", "replacement step=2", "replacement time=5 weeks"),
    (*LOW, "creatinine_clearance=95", "volume_depleted=no", "replacement step=1", "replacement time=2 weeks"),
)


@pytest.mark.parametrize("patient", PATIENTS, ids=" ".join)
@pytest.mark.parametrize("columns", [40, 80])
def test_the_answer_fits_the_terminal_and_keeps_its_left_margin(
    milligram: Run, monkeypatch: pytest.MonkeyPatch, patient: tuple[str, ...], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = milligram("run", "mg.mg", *(f"--set={value}" for value in patient))
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert not any(line.endswith(" ") for line in lines)
    rows = [line for line in lines if line.startswith("  ")]
    assert all(line[11] == " " and line[12] != " " for line in rows if line[2] != " ")


SMALL = """\
guideline small
  title   "Small"
  version 0.1.0
  status  active
  for     "adults"

source r1 "Reference 1"
substance magnesium formula Mg, charge 2
input dry yes or no, ask "Is the patient dry?"
input potassium "serum potassium" in mmol/L, plausible 1 to 10

monitor salts "electrolytes": potassium
  at baseline [r1]
  every 3 months when dry [r1]

pathway
  when dry:
    advise "drink first" [r1]
    end
  give 12 mmol of magnesium at night (strong, very low) because "it is low" [r1]
  start salts [r1]
  when potassium under 3.5 mmol/L:
    note "Potassium follows." [r1]
"""


@pytest.fixture
def small(place: Path) -> None:
    """A guideline with measurements, a question that halts, and one that does not."""
    (place / "small.mg").write_text(SMALL)


@pytest.mark.usefixtures("small")
def test_the_text_says_first_what_to_do_then_what_to_find_out(milligram: Run) -> None:
    """ "start electrolytes" alone would read as a prescription; what would apply is not said again as what is asked."""
    done = milligram("run", "small.mg", "--set", "dry=no")
    assert (
        done.stdout
        == """\
Small (version 0.1.0, active)

Advice
  GIVE      12 mmol of magnesium at night
            because: it is low [strong, very low certainty; r1; line 20]
  MONITOR   electrolytes: serum potassium
            - at baseline
            - every 3 months, when dry [r1; line 21]

To find out
  ASK       What is the serum potassium, in mmol/L?

Would apply
  IF        serum potassium under 3.5 mmol/L: Potassium follows. [line 22]
"""
    )


@pytest.mark.usefixtures("small")
def test_a_pathway_that_waits_says_so_and_what_for(milligram: Run) -> None:
    done = milligram("run", "small.mg")
    assert (
        done.stdout
        == """\
Small (version 0.1.0, active)
No advice yet: it depends on what is asked below.

To find out
  ASK       Is the patient dry?
            decides: drink first
"""
    )


STOPS = """guideline stops
  title   "Stops"
  version 1.0.0
  status  active
source r1 "R"
input dry yes or no
input low yes or no
pathway
  order "ECG" [r1]
  when low:
    refer to "a specialist" [r1]
  decide "Dry?"
    dry:
      advise "drink" [r1]
    not dry:
      continue
  advise "weigh daily" [r1]
"""


@pytest.mark.usefixtures("small")
def test_an_answer_that_stops_half_way_says_so(milligram: Run) -> None:
    """Some advice above a question reads as all of it; a question that keeps nothing else back needs no such word."""
    Path("stops.mg").write_text(STOPS)
    said = "Not complete: it stops at line 12 until what is asked below is answered."
    assert said in milligram("run", "stops.mg", "--set", "low=no").stdout.splitlines()
    assert "Not complete" not in milligram("run", "stops.mg", "--set", "dry=no").stdout


@pytest.mark.parametrize(
    ("status", "said"),
    [("draft", "This guideline is a draft: do not use it for care."), ("retired", "This guideline is retired: do not")],
)
@pytest.mark.usefixtures("small")
def test_what_is_not_in_force_says_so(milligram: Run, status: str, said: str) -> None:
    Path("small.mg").write_text(SMALL.replace("active", status))
    assert milligram("run", "small.mg").stdout.splitlines()[1].startswith(said)


def test_a_number_too_long_to_be_written_is_a_fault(milligram: Run) -> None:
    """Once, Python's limit of 4300 digits ended such a run as a bug of ours."""
    lines = ["guideline long", '  title "Long"', "  version 1.0.0", "", "input x number, plausible 0 to 9"]
    lines += ["define large: 10 ^ 4900 * x", "define beyond: 10 ^ 9000 * x", ""]
    lines += ["pathway p", "  report large", "", "pathway q", "  report beyond", ""]
    Path("long.mg").write_text("\n".join(lines))
    for form in ("text", "json"):
        done = milligram("run", "long.mg", "--set", "x=1", "--format", form)
        assert done.exit_code == 1
        assert "more than 4000 digits" in " ".join(done.stdout.split())
        assert "too large or too small" in " ".join(done.stdout.split())


def test_such_a_number_fails_a_case_and_stops_no_check(milligram: Run) -> None:
    """A limit of so many digits is compared, not written; a case that expects it is not met."""
    lines = ["guideline long", '  title "Long"', "  version 1.0.0", "", "input x number, plausible 0 to 9"]
    lines += ["define limit: 10 ^ 4900", "define large: limit * x", "define apart: sqrt(2 * x) + sqrt(3)"]
    lines += ["define none: apart - sqrt(5 + 2 * sqrt(6))", "", "pathway"]
    lines += [
        "  when large over limit:",
        '    note "more"',
        "  report none, large",
        "",
        'case "one"',
        "  x 1",
        "  expect large 5",
        "  expect none 0",
        "",
    ]
    Path("long.mg").write_text("\n".join(lines))
    assert milligram("check", "long.mg").exit_code == 0
    done = milligram("test", "long.mg")
    assert done.exit_code == 1
    assert "got : fault: a number of more than 4000 digits" in " ".join(done.stdout.split())
    assert "got : fault: 2000 digits do not decide" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "inputs"),
    [
        (["--set", "age=x"], ["age"]),
        (["--set", "age=x", "--set", "nothing=1"], ["age", "nothing"]),
        (["--patient", "broken.json"], [None]),
        (["--patient", "list.json"], [None]),
    ],
)
def test_a_refused_patient_is_json_too(milligram: Run, arguments: list[str], inputs: list[str | None]) -> None:
    Path("mg.mg").write_text(CLEAN)
    Path("broken.json").write_text("{")
    Path("list.json").write_text("[]")
    done = milligram("run", "mg.mg", *arguments, "--format", "json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["refused"] == "patient"
    assert sorted(map(str, (each["input"] for each in told["problems"]))) == sorted(map(str, inputs))
    first = told["problems"][0]["message"].split(" (")[0]
    assert " ".join(first.split()[:4]) in " ".join(done.stderr.split())
    assert milligram("run", "mg.mg", *arguments).stdout == ""


@pytest.mark.parametrize("text", ["", CLEAN.replace("age at least 18 years", "agee at least 18 years")])
def test_a_refused_guideline_is_json_too(milligram: Run, text: str) -> None:
    Path("mg.mg").write_text(text)
    done = milligram("run", "mg.mg", "--format", "json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["refused"] == "guideline"
    assert [found["code"] for found in told["diagnostics"] if found["severity"] == "error"]
    assert told["diagnostics"][0]["code"] in done.stderr
