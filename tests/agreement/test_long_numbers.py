"""Numbers of thousands of digits: each form writes them whole, or stops there with the same fault."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from milligram.interpret import evaluate, read_patient
from milligram.interpret.sentences import sentences
from milligram.ir.nodes import Guideline
from milligram.pipeline.stages import read_guideline
from milligram.source import SourceFile
from milligram_targets.page.engine import script

from tests.agreement import agreeing, modules
from tests.targets.page import engines

LONG = "a number of more than 4000 digits is too long to be written"
BEYOND = "a number is too large or too small to be worked out"

FORMULAS = {
    "10 ^ 3999 * x": None,
    "10 ^ 4000 * x": LONG,
    "10 ^ 4900 * x - 10 ^ 4900 * x": None,
    "10 ^ 4900 * x / 7": LONG,
    "10 ^ 400 * x / 7": None,
    "x / 7 / 10 ^ 400": None,
    "x * 10 ^ -4000": None,
    "x * 10 ^ -4001": LONG,
    "x / 2 ^ 4900": LONG,
    "10 ^ 308 * x": None,
    "exp(9000) * x": None,
    "exp(9900) * x": LONG,
    "0 - exp(9900) * x": LONG,
    "exp(10001 * x)": BEYOND,
    "10 ^ 9000 * x": BEYOND,
    "7.5 ^ 40000 * x": BEYOND,
    "log10(10 ^ 4900) + x": None,
}
"""What is reported where ``x`` is 1, and the fault of it."""


@cache
def _guideline() -> Guideline:
    lines = ["guideline long", '  title "Long"', "  version 1.0.0", "", "input x number, plausible 0 to 100"]
    lines += ["substance drug", "", "define large: 10 ^ 4900 * x as mg", "define volume: 10 ^ 4900 * x as mL"]
    lines += [f"define f{number}: {formula}" for number, formula in enumerate(FORMULAS)]
    lines += ["define either:", "  1 when x under 1", "  10 ^ 4900 otherwise", ""]
    for number in range(len(FORMULAS)):
        lines += [f"pathway p{number}", f"  report f{number}", '  note "behind it"', ""]
    lines += ["pathway dosed", "  give large of drug", ""]
    lines += ["pathway diluted", "  give 5 mg of drug in volume", "", "pathway hull", "  report either", ""]
    report = read_guideline(SourceFile("long.mg", "\n".join(lines) + "\n"))
    assert report.guideline is not None
    assert not report.diagnostics, report.diagnostics[0].message
    return report.guideline


ASKED: tuple[dict[str, object], ...] = ({"x": "1"}, {"x": "0"}, {"x": "0.3"}, {})


def test_a_number_too_long_to_be_written_is_a_fault_that_says_so() -> None:
    """In a report and in a dose, each pathway apart; what can be written is."""
    guideline = _guideline()
    patient = read_patient(guideline, {"x": "1"}).patient
    assert patient is not None
    result = evaluate(guideline, patient)
    halted = {entry.line: entry.outcome for entry in result.trace if entry.what == "halted"}
    said = [fault.message for fault in result.faults]
    assert set(said) == {LONG, BEYOND}
    starts = [guideline.line(pathway) for pathway in guideline.pathways]
    for (formula, expected), (start, stop) in zip(FORMULAS.items(), pairwise(starts), strict=False):
        found = [outcome for line, outcome in halted.items() if start <= line < stop]
        assert found == ([] if expected is None else [expected]), formula
    for start in starts[len(FORMULAS) :]:
        assert halted.get(start + 1) == LONG
    assert len(starts) == len(FORMULAS) + 3
    assert not [advice for advice in result.advice if advice.kind == "give"]
    assert all(sentences(guideline, result))


@pytest.mark.parametrize("raw", ASKED)
def test_a_module_says_so_too(raw: dict[str, object]) -> None:
    """`evaluate`, `decide`, `check_and_decide` and the run as it is written."""
    agreement = agreeing.Agreement(_guideline(), modules.load(_guideline()))
    assert agreement.about(raw, None) == []
    assert agreement.counts["patients"] == 1


def test_the_page_says_so_too() -> None:
    asked: list[engines.Asked] = [(raw, None) for raw in ASKED]
    (found,) = engines.by_scripts([(script(_guideline()), asked)])
    assert engines.disagreements(_guideline(), found.answers, asked) == []
