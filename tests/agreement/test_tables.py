"""What an outcome says from its constant tables is what the interpreter says for the patient."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.agreement import modules, patients

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


PATHS = [*sorted((ROOT / "guidelines").glob("*/*.mg")), *sorted((HERE.parent / "cases" / "agreement").glob("*.mg"))]
SILENT = ("end", "follow", "report")
OF_RULES = ("stop", "hold")
"""What a rule says: its reason and grade are those of the rules that `meaning` lists."""


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_tables_say_what_the_interpreter_says(path: Path) -> None:
    """Each piece of advice, its words, reason, grade and sources; but for what is worked out or overdue."""
    guideline = modules.guideline_at(path)
    module = modules.load(guideline)
    seen = 0
    for data in patients.patients(guideline, 300, 11):
        try:
            values = module.plain_values(module.read(data, patients.TODAY), module.CUTS)
        except (module.PatientError, module.Unordered):
            continue
        outcome, numbers = module.decide(values, values.get("today") or patients.TODAY)
        if outcome < 0 or numbers:
            continue
        answer = modules.by_interpreter(guideline, data, patients.TODAY)
        expected = {_row(each) for each in answer["advice"]}
        found = {_row(each._asdict()) for each in module.said(outcome) if each.kind not in SILENT}
        seen += 1
        assert found == expected, (patients.as_case(guideline, data), outcome, found ^ expected)
        assert all(each.outcome for each in module.meaning(outcome))
    assert seen >= 20


def test_an_outcome_that_digits_do_not_tell_is_refused() -> None:
    module = modules.load(modules.guideline_at(PATHS[0]))
    with pytest.raises(ValueError, match="evaluate it"):
        module.said(-1)


def _row(advice: Mapping[str, object]) -> tuple[object, ...]:
    text = str(advice["text"]).replace(", overdue)", ")")
    if advice["kind"] in OF_RULES:
        return advice["kind"], text
    sources = advice["sources"]
    assert isinstance(sources, list | tuple)
    return advice["kind"], text, advice["grade"], advice["because"], tuple(sources)
