"""A run as sentences: the generated module tells it in the interpreter's words, and they say what they must."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from milligram.interpret import evaluate, read_patient
from milligram.interpret.sentences import sentences
from milligram.ir.nodes import Guideline

from tests.agreement import modules, patients

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


FOLDERS = (ROOT / "guidelines", ROOT / "tests" / "cases" / "agreement")
PATHS = sorted(path for folder in FOLDERS for path in folder.rglob("*.mg"))
READ = "“Is there a reason for magnesium?”: serum magnesium is about 0.658301 mmol/L and replacement step is 0"
DRAFT = "This guideline is a draft: do not use it for care."
MAGNESIUM = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"


def by_interpreter(guideline: Guideline, data: dict[str, object], today: date | None) -> tuple[str, ...] | None:
    reading = read_patient(guideline, data, as_of=today)
    if reading.patient is None:
        return None
    return sentences(guideline, evaluate(guideline, reading.patient, as_of=today))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_module_tells_a_run_in_the_interpreters_sentences(path: Path) -> None:
    guideline = modules.guideline_at(path)
    module = modules.load(guideline)
    told = 0
    for data in patients.patients(guideline, 60, 3):
        expected = by_interpreter(guideline, data, patients.TODAY)
        if expected is None:
            continue
        told += 1
        found = module.evaluate(data, today=patients.TODAY).explain()
        assert found == expected, patients.as_case(guideline, data)
        assert all(sentence.endswith((".", "?", "!")) for sentence in found)
    assert told >= 5


def test_a_sentence_has_the_words_the_values_the_units_the_sources_and_the_line() -> None:
    guideline = modules.guideline_at(MAGNESIUM)
    module = modules.load(guideline)
    data = {"age": 40, "serum_magnesium": "1.6 mg/dL", "creatinine_clearance": 15, "diuretics": ["loop"]}
    found = module.evaluate({**data, "neck_spasm": True}, today=date(2029, 1, 1)).explain()
    assert found[:5] == (
        "Magnesium for neck muscle spasm, version 1.0.0, draft.",
        "This guideline is a draft: do not use it for care.",
        "Its review was due on 2028-11-22: do not rely on it.",
        "Line 11: it applies where age at least 18 years, which holds.",
        "Assumed, because the patient data does not say: replacement: not started.",
    )
    for sentence in (
        f"Line 129: {READ}, so “low magnesium or replacement step at least 1”.",
        "Line 149: “Renal function”: creatinine clearance is 15 mL/min, so “under 20 mL/min”.",
        "Line 154: advise against magnesium, because life-threatening hypermagnesaemia [strong; r3, r4].",
        "Line 186: neck spasm is yes.",
    ):
        assert sentence in found, sentence


def test_what_is_unknown_is_said_once_and_what_waits_for_it() -> None:
    guideline = modules.guideline_at(MAGNESIUM)
    module = modules.load(guideline)
    data = {"age": 40, "serum_magnesium": 0.9, "diuretics": ["loop"], "creatinine_clearance": 95, "neck_spasm": True}
    text = " ".join(module.evaluate(data, today=patients.TODAY).explain())
    assert "diuretics is loop and other medicines, diarrhoea, bowel conditions, alcohol use disorder and" in text
    assert "diseases are unknown, so “risk of magnesium deficiency” holds." in text
    halted = module.evaluate({"age": 40, "serum_magnesium": 0.6, "creatinine_clearance": 95}, today=patients.TODAY)
    assert "Line 175: the pathway stops here, until volume depleted is known." in halted.explain()


def test_a_draft_a_review_that_is_due_and_an_allowance_are_said_and_do_not_refuse() -> None:
    guideline = modules.guideline_at(MAGNESIUM)
    module = modules.load(guideline)
    assert module.evaluate({}, today=date(2026, 1, 1)).cautions == (
        "This guideline is a draft: do not use it for care.",
    )
    late = module.evaluate({"age": 40}, today=date(2029, 1, 1))
    assert late.cautions[1] == "Its review was due on 2028-11-22: do not rely on it."
    assert late.to_dict()["cautions"] == list(late.cautions)
    unproved = modules.guideline_at(ROOT / "tests" / "cases" / "good" / "MG000.mg")
    said = modules.load(unproved).evaluate({}).cautions
    assert said[-1] == "The checks did not prove all of it; its author says: no risk is over 120."
