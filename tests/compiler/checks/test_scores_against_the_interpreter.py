"""Decisions by a score and tables by one input: what is said of them is what all patients show."""

from __future__ import annotations

from itertools import product

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from milligram.interpret import evaluate, read_patient
from milligram.pipeline import check_text

from .test_against_the_interpreter import partition

_INPUTS = """\
guideline g
  title   "G"
  version 1.0.0
input smoker yes or no
input pregnant yes or no
input age in years whole, plausible 0 to 6
input stage one of a = 1, b = 2, c = 3
"""
_TESTS = (
    "smoker",
    "not smoker",
    "pregnant",
    "age at least 3 years",
    "age under 2 years",
    "stage is a",
    "smoker and pregnant",
)
_SHOWN = {"MG101", "MG102", "MG103", "MG104", "MG111"}
_OTHERS = {"MG000", "MG105", "MG106", "MG107", "MG109", "MG110", "MG201", "MG203", "MG305"}


@st.composite
def scored(draw: st.DrawFn) -> str:
    lines = [
        f"  {draw(st.sampled_from(('1', '2', '3', '-1', '0.5')))} when {draw(st.sampled_from(_TESTS))}"
        for _ in range(draw(st.integers(1, 3)))
    ]
    rule = draw(st.sampled_from(["", "impossible when smoker and pregnant\n", "impossible when age under 2 years\n"]))
    bands = draw(st.sampled_from([
        ["under 1", "1 to under 3", "at least 3"],
        ["0", "1", "2, 3", "over 3"],
        ["under 2", "over 2"],
        ["at most 1", "at least 2"],
        ["0 to 2", "2 to 6"],
        ["-1 to 0", "over 0 to 3"],
    ]))  # fmt: skip
    body = "".join(f'    {band}:\n      note "n{i}"\n' for i, band in enumerate(bands))
    return f"{_INPUTS}{rule}score risk\n" + "\n".join(lines) + f"\npathway\n  decide by risk\n{body}"


@st.composite
def tabled(draw: st.DrawFn) -> str:
    cells = draw(partition("age"))
    if draw(st.booleans()):
        rows = "".join(f"  {cell} | {draw(st.integers(0, 2))}\n" for cell in cells)
        return f"{_INPUTS}table by age gives share\n{rows}pathway\n  report share\n"
    cases = "".join(
        f"  {draw(st.integers(0, 2))} when age {'is ' if cell[0].isdigit() and ' to ' not in cell else ''}{cell}\n"
        for cell in cells
    )
    rest = draw(st.sampled_from(["", "  9 otherwise\n"]))
    return f"{_INPUTS}define share:\n{cases}{rest}pathway\n  report share\n"


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.one_of(scored(), tabled()))
def test_a_fault_is_found_where_a_patient_meets_one_and_nowhere_else(text: str) -> None:
    report = check_text(text, "g.mg")
    home = report.guideline
    assert home is not None
    assert not {one.code.code for one in report.diagnostics} - _SHOWN - _OTHERS, text
    kinds: set[str] = set()
    for smoker, pregnant, age, stage in product((True, False), (True, False), range(7), "abc"):
        data = {"smoker": smoker, "pregnant": pregnant, "age": age, "stage": stage}
        patient = read_patient(home, data).patient
        if patient is not None:
            kinds |= {fault.message.split()[0] for fault in evaluate(home, patient).faults}
    found = {one.code.code for one in report.diagnostics} & (_SHOWN | {"MG000"})
    assert ("no" in kinds) == bool(found & {"MG101", "MG104", "MG111"}), (text, kinds, found)
    assert ("several" in kinds) == bool(found & {"MG102", "MG103"}), (text, kinds, found)
    assert found <= _SHOWN or not kinds, (text, found)
