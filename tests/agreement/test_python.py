"""The generated Python module says what the interpreter says, for patients on every threshold and with unknowns.

`evaluate`, `decide` and the run as it is written are each compared with the interpreter (`agreeing.py`); `run.py` does
so for as many patients as one likes.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram_targets.python import module_text

from tests.agreement import agreeing, modules, patients

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


MAGNESIUM = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"
FOLDERS = (
    ROOT / "guidelines",
    ROOT / "tests" / "cases" / "agreement",
    ROOT / "tests" / "compiler" / "syntax" / "samples",
)
OTHERS = sorted(path for folder in FOLDERS for path in folder.rglob("*.mg") if path != MAGNESIUM)


def _days() -> Iterator[date | None]:
    """The day of the run: mostly given, now and then not."""
    while True:
        yield patients.TODAY
        yield patients.TODAY
        yield None


Asked = tuple[Mapping[str, object], date | None, Mapping[str, Any]]


@cache
def _asked(path: Path, count: int, seed: int = 1) -> tuple[Asked, ...]:
    """Patients, the day of their run, and what the interpreter says of them, found once."""
    guideline = modules.guideline_at(path)
    everybody = zip(patients.patients(guideline, count, seed), _days(), strict=False)
    return tuple((data, today, modules.by_interpreter(guideline, data, today)) for data, today in everybody)


def _disagreements(path: Path, module: ModuleType, count: int) -> Iterator[str]:
    """A message for each patient whom `evaluate`, `decide` or the run as it is written answer otherwise than the
    interpreter, as text and in the order of their keys."""
    agreement = agreeing.Agreement(modules.guideline_at(path), module)
    for data, today, expected in _asked(path, count):
        yield from agreement.about(data, today, expected)


def test_the_corrected_magnesium_guideline_for_1000_patients() -> None:
    found = list(_disagreements(MAGNESIUM, modules.load(modules.guideline_at(MAGNESIUM)), 1_000))
    assert not found, f"{len(found)} patients, the first:\n{found[0]}"


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_every_other_guideline_for_60_patients(path: Path) -> None:
    """60 for those that check without errors, 30 for those that an author would have to mend first."""
    report = modules.report_at(path)
    found = list(_disagreements(path, modules.load(modules.guideline_at(path)), 30 if report.errors else 60))
    assert not found, f"{len(found)} patients, the first:\n{found[0]}"


def test_the_patients_reach_every_kind_of_answer() -> None:
    """Agreement would mean little if every patient were refused or asked for the same."""
    reached: Counter[str] = Counter()
    for path in (MAGNESIUM, *(ROOT / "tests" / "cases" / "agreement").glob("*.mg")):
        for _, _, answer in _asked(path, 1_000 if path == MAGNESIUM else 150):
            reached.update(key for key, value in answer.items() if value and isinstance(value, list | dict))
            reached.update(advice["kind"] for advice in answer.get("advice", ()))
            reached.update(step["what"] for step in answer.get("trace", ()))
    kinds = {
        "give",
        "stop",
        "hold",
        "advise",
        "advise_against",
        "suggest",
        "order",
        "refer",
        "start",
        "note",
        "unspecified",
    }
    parts = {"asks", "blocked", "would_apply", "faults", "assumed", "reports", "refused"}
    steps = {"when", "decide", "follow", "report", "step", "halted", "end"}
    assert not (kinds | parts | steps) - {name for name, count in reached.items() if count >= 5}, reached


FLIPPED = {"under": "at_most", "at_most": "under", "over": "at_least", "at_least": "over", "from_to_under": "within"}


def _comparisons(tree: ast.Module) -> list[ast.Attribute]:
    """Every comparison in what was generated for the guideline."""
    places = {
        node.name: place for place, node in enumerate(tree.body) if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }
    return [
        inner
        for node in tree.body[places["Patient"] : places["evaluate"]]
        for inner in ast.walk(node)
        if isinstance(inner, ast.Attribute) and inner.attr in FLIPPED
    ]


IDLE = "p.creatinine_clearance.at_least(CREATININE_CLEARANCE_60),"


def test_a_flipped_comparison_anywhere_is_noticed() -> None:
    """Each comparison of the corrected guideline by itself: under for at most, and so on. Only the rule on potassium,
    which this guideline never gives, says nothing to anybody."""
    guideline = modules.guideline_at(MAGNESIUM)
    text = module_text(guideline)
    count = len(_comparisons(ast.parse(text)))
    assert count >= 8
    unnoticed: list[int] = []
    for place in range(count):
        tree = ast.parse(text)
        comparison = _comparisons(tree)[place]
        comparison.attr = FLIPPED[comparison.attr]
        if next(_disagreements(MAGNESIUM, modules.load(guideline, tree), 1_000), None) is None:
            unnoticed.append(comparison.lineno)
    lines = text.splitlines()
    assert [lines[line - 1].strip() for line in unnoticed] == [IDLE]
    assert "potassium" in "".join(lines[unnoticed[0] - 12 : unnoticed[0]]).lower()


def test_an_altered_threshold_a_dropped_rule_and_a_swapped_branch_are_noticed() -> None:
    guideline = modules.guideline_at(MAGNESIUM)
    text = module_text(guideline)
    alterations = {
        "CREATININE_CLEARANCE_30 = Fraction(30)": "CREATININE_CLEARANCE_30 = Fraction(30000001, 1000000)",
        "after=(7, 14)": "after=(8, 14)",
        "SERUM_MAGNESIUM_0_70 = Fraction(7, 10)": "SERUM_MAGNESIUM_0_70 = Fraction(6994, 10000)",
        "        when=p.volume_depleted,": "        when=is_unknown(p.volume_depleted),",
        'if renal_function == "unknown"': 'if renal_function == "under 20 mL/min"',
    }
    for before, after in alterations.items():
        assert before in text, before
        module = modules.load(guideline, ast.parse(text.replace(before, after)))
        assert next(_disagreements(MAGNESIUM, module, 1_000), None) is not None, after


def test_a_chain_of_2000_names_is_read_through() -> None:
    """Where Python would stop after some 300 calls."""
    lines = ["guideline chain", '  title "Chain"', "  version 1.0.0", "input flag yes or no", "input level number"]
    lines += ["define d0: flag", "define n0: level + 1"]
    lines += [line for i in range(1, 2_000) for line in (f"define d{i}: not d{i - 1}", f"define n{i}: n{i - 1} + 1")]
    lines += ["pathway", "  when d1999:", '    note "yes"', "  when n1999 over 2005:", '    note "many"']
    source = SourceFile("chain.mg", "\n".join(lines) + "\n")
    file = parse(source).file
    assert file is not None
    guideline = resolve(file, source).guideline
    assert guideline is not None
    module = modules.load(guideline)
    for data in ({}, {"flag": False, "level": 6}, {"flag": True, "level": 5}):
        assert modules.by_module(module, data, None) == modules.by_interpreter(guideline, data, None)


@pytest.mark.parametrize(
    "extra",
    [
        {"carb_ratio": 1.5, "sensitivity": "2 mg/dL"},
        {"carb_ratio": "1.5 g", "sensitivity": "2 mg/dL of glucose per unit of insulin"},
        {"carb_ratio": "1.5 g per unit of insulin", "sensitivity": "0.1 mmol/L/unit"},
        {"total_daily_dose": "40 units of insulin per day"},
        {"total_daily_dose": "40 units"},
        {"total_daily_dose": "40 units of glucose"},
        {"total_daily_dose": "40 mg"},
    ],
)
def test_texts_with_substances_and_units_per_something_are_read_alike(extra: dict[str, object]) -> None:
    guideline = modules.guideline_at(FOLDERS[2] / "03_insulin.mg")
    data = {"meal_carbohydrate": 10, "glucose_now": "150 mg/dL", "glucose_target": "100 mg/dL of glucose", **extra}
    expected = modules.by_interpreter(guideline, data, None)
    assert modules.by_module(modules.load(guideline), data, None) == expected
    assert ("refused" in expected) is (extra.get("total_daily_dose") in ("40 units of glucose", "40 mg"))
