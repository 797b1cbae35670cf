"""The page on speed has the table that the benchmark prints; all that is measured there says the same; a fault is told.

Nothing here is timed, and no figure of the table is compared.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "performance.md").read_text("utf-8")
WORDS = " ".join(PAGE.split())


@pytest.fixture(scope="module")
def modules() -> Iterator[ModuleType]:
    """The benchmark, imported from its folder."""
    before = {*sys.modules}
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        yield importlib.import_module("modules")
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
        for name in {*sys.modules} - before:
            if name == "modules" or name.startswith("magnesium"):
                del sys.modules[name]


@pytest.fixture(scope="module")
def compared(modules: ModuleType) -> tuple[Any, Any, Any]:
    """The guideline, its module, and the other engine."""
    from milligram.pipeline import check_path

    guideline = check_path(modules.SOURCE).guideline
    assert guideline is not None
    return guideline, modules.compiled(guideline), modules.static_engine()


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_the_table_has_the_rows_the_heads_and_the_goals_of_the_benchmark(modules: ModuleType) -> None:
    seconds = modules.Measured((1e-6, 2e-6, 3e-6))
    printed = [_cells(line) for line in modules.table(dict.fromkeys(modules.ROWS, seconds))]
    shown = [_cells(line) for line in PAGE.split("## The table", 1)[1].strip().splitlines()[: len(printed)]]
    assert shown[:2] == printed[:2]
    for mine, its in zip(shown[2:], printed[2:], strict=True):
        assert [re.sub(r"[\d.]+", "0", cell) for cell in mine] == [re.sub(r"[\d.]+", "0", cell) for cell in its]
        assert [mine[place] for place in (0, 4, 6)] == [its[place] for place in (0, 4, 6)]


def test_the_page_tells_the_counts_and_the_seed(modules: ModuleType) -> None:
    for text in (f"all {modules.TIMED:,} patients", f"{modules.VERIFIED:,} on the limits", f"{modules.ROUNDS} rounds"):
        assert text in WORDS
    assert f"seed {modules.ward.__defaults__[0]}" in WORDS


def test_the_mix_is_the_one_told(modules: ModuleType) -> None:
    mix = modules.ward(2_000, lambda step, time=None, since=None: (step, time, since))
    treated = [patient for patient in mix if "replacement" in patient]
    known = [patient for patient in mix if "replacement" not in patient and None not in patient.values()]
    known = [patient for patient in known if len(patient) == 13]
    assert len(treated) == 300
    assert 1_200 <= len(known) < 1_260
    assert mix == modules.ward(2_000, lambda step, time=None, since=None: (step, time, since))


def test_all_who_are_measured_say_what_the_interpreter_says(modules: ModuleType, compared: tuple[Any, ...]) -> None:
    assert modules.verify(*compared, 200, 400) == 600


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("clearance < 30", "clearance <= 30"),
        ("level < 0.7", "level <= 0.7"),
        ("time > 14", "time >= 14"),
        ("risk += 8", "risk += 16"),
        ("ASK_STEP_GIVE + ASK_NECK", "ASK_NECK + ASK_STEP_GIVE"),
    ],
)
def test_a_fault_in_the_chain_by_hand_ends_the_run(
    modules: ModuleType, compared: tuple[Any, ...], before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Path(modules.by_hand.__file__).read_text("utf-8")
    assert before in text
    altered = ModuleType("altered")
    exec(text.replace(before, after), altered.__dict__)
    monkeypatch.setattr(modules.by_hand, "answer", altered.answer)
    with pytest.raises(modules.Disagreement):
        modules.verify(*compared, 50, 3_000)


def test_an_outcome_that_stands_for_two_answers_ends_the_run(modules: ModuleType, compared: tuple[Any, ...]) -> None:
    guideline, module, engine = compared
    alike = ModuleType("alike")
    alike.__dict__.update({**module.__dict__, "decide": lambda values, today=None: (1, ())})
    with pytest.raises(modules.Disagreement, match="decide"):
        modules.verify(guideline, alike, engine, 20, 0)


def test_a_goal_that_is_missed_is_told(modules: ModuleType) -> None:
    equal = dict.fromkeys(modules.ROWS, modules.Measured((1e-6, 1e-6)))
    assert len([*modules.missed(equal)]) == len(modules.AT_LEAST)
    del equal[modules.DECIDE]
    assert f"{modules.DECIDE}: the module has none" in [*modules.missed(equal)]
    fast = equal | {modules.DECIDE: modules.Measured((2e-6, 2e-6))}
    assert any(told.startswith(f"{modules.DECIDE}: 2.00") for told in modules.missed(fast))
