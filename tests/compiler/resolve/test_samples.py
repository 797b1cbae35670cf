"""The guidelines of the design: those that are complete resolve without a fault, and the others show theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from milligram.resolve import Resolved, resolve
from milligram.source import SourceFile, read
from milligram.syntax import parse

SAMPLES = Path(__file__).parents[1] / "syntax" / "samples"

EXPECTED: dict[str, list[tuple[int, str, str]]] = {
    "00_magnesium": [(30, "MG306", "1.7 mg/dL is 0.699 mmol/L")],
    "01_ckd": [],
    "02_nac": [],
    "03_insulin": [],
    "04_curb65": [],
    "04b_cha2ds2vasc": [],
    "05_cockcroft": [],
    "06_dlcn": [(35, "MG306", "329 mg/dL is 8.51 mmol/L")],
    "07_maggic": [],
    "07b_apgar_sirs": [],
    "08_hypertension": [],
    "09_seed000": [
        (50, "MG302", "0.70 mmol/L is 1.4 mEq/L of magnesium, not 1.3 mEq/L; 1.3 mEq/L is 0.65 mmol/L"),
        (50, "MG306", "1.7 mg/dL is 0.699 mmol/L"),
        (60, "MG303", "12 mmol of magnesium is 292 mg of magnesium, not 480 mg; 480 mg agrees with magnesium_oxide"),
    ],
    "10_seed002": [],
    "11_misc": [
        (12, "MG304", "`5 mEq/L` cannot be equal to `5 mmol/L`"),
        (12, "MG801", "`r1`"),
        (15, "MG011", "`weight`"),
        (20, "MG011", "`loop_diuretic`"),
        (23, "MG801", "`r2`"),
        (28, "MG014", "`alteplase` is a define"),
        (29, "MG011", "`paracetamol`"),
    ],
}  # fmt: skip


def _sample(name: str) -> Resolved:
    source = read(SAMPLES / f"{name}.mg")
    assert isinstance(source, SourceFile)
    parsed = parse(source)
    assert parsed.file is not None
    assert parsed.diagnostics == ()
    return resolve(parsed.file, source)


def test_every_sample_is_pinned() -> None:
    assert {path.stem for path in SAMPLES.glob("[01]*.mg") if path.stem[:2] < "12"} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_has_exactly_its_faults(name: str) -> None:
    found = _sample(name)
    assert found.guideline is not None
    got = [(found.guideline.source.line_of(d.span), d.code.code, d.message) for d in found.diagnostics]
    assert [(line, code) for line, code, _ in got] == [(line, code) for line, code, _ in EXPECTED[name]]
    for (_, _, message), (_, _, words) in zip(got, EXPECTED[name], strict=True):
        assert words in message


@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "11_misc"])
def test_nothing_of_a_complete_sample_is_left_out(name: str) -> None:
    found = _sample(name)
    source = read(SAMPLES / f"{name}.mg")
    assert isinstance(source, SourceFile)
    assert found.faulty == frozenset()
    guideline = found.guideline
    assert guideline is not None
    starts = [line.split(maxsplit=1)[0] for line in source.text.splitlines() if line[:1].isalpha()]
    assert len(guideline.inputs) == starts.count("input")
    assert len(guideline.regimens) == starts.count("regimen")
    assert len(guideline.cases) == starts.count("case")
    assert len(guideline.named) == sum(starts.count(word) for word in ("define", "table", "score"))
    assert len(guideline.pitfalls) == starts.count("pitfall")
    assert len(guideline.claims) == starts.count("claim")
    assert len(guideline.remarks) == starts.count("notice") + starts.count("missing")
