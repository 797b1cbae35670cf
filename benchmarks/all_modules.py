"""How fast the compiled module of each guideline answers, for patients of whom everything is known.

Enters: nothing; every guideline under guidelines/ is compiled here. Leaves: a table, without a goal.

    guideline      `decide`   `evaluate`   as written
    curb65           0.4 µs       1.3 µs       350 µs

- as written: the exact run, statement by statement, from which the first answer of each kind is taken

- patients are those of the guideline's cases, with every input that a case does not name taken from another case
- values are plain, as a caller has them: floats, words, flags, dates; regimens as the case says, else not started
- time is the CPU time of the process; the table gives the median of the rounds, after one round that is not counted

With --write, the table goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from types import ModuleType

from milligram.ir import nodes as ir
from milligram.pipeline import check_path
from milligram_targets.python import module_text

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
START, END = "<!-- all modules -->\n", "<!-- end of all modules -->"
PATIENTS, ROUNDS = 400, 9
AS_WRITTEN = 50
"""Of so many the run as it is written is timed, which takes long."""
TODAY = date(2026, 11, 22)

Values = dict[str, object]


def compiled(guideline: ir.Guideline) -> ModuleType:
    """The module of a guideline, imported from a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{guideline.name}.py")
        path.write_text(module_text(guideline), "utf-8")
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        return module


def known(guideline: ir.Guideline, module: ModuleType, count: int) -> list[Values]:
    """Patients of whom every input is known, as plain values."""
    chance = random.Random(guideline.name)
    cases = [case.patient for case in guideline.cases]
    found: list[Values] = []
    for _ in range(100 * count):
        own = chance.choice(cases)
        data: Values = {}
        for declared in guideline.inputs.values():
            others = [each.values[declared.name] for each in cases if declared.name in each.values]
            value = own.values.get(declared.name) or (chance.choice(others) if others else any_of(declared, chance))
            data[declared.name] = sorted(value) if isinstance(value, frozenset) else value
        for name, state in own.regimens.items():
            data[name] = {"step": state.step} | ({} if state.time is None else {"time": state.time})
        try:
            values = module.plain_values(module.read(data, TODAY), module.CUTS)
        except (module.PatientError, module.Unordered):
            continue
        found.append({key: float(value) if isinstance(value, float) else value for key, value in values.items()})
        if len(found) == count:
            return found
    raise SystemExit(f"{guideline.name}: too few patients of whom everything is known are possible")


def any_of(declared: ir.Input, chance: random.Random) -> object:
    """A value of an input that no case names."""
    match declared.type:
        case ir.FlagType():
            return chance.random() < 0.5
        case ir.WordType(words=words):
            return chance.choice(words)
        case ir.SetType():
            return []
        case ir.NumberType():
            low, high = declared.plausible or (0, 100)
            return chance.randint(int(low) + 1, int(high))
        case _:
            return None


def microseconds(answer: Callable[[Values, date], object], patients: list[Values]) -> float:
    """The time for one patient."""
    rounds: list[float] = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        for values in patients:
            answer(values, TODAY)
        rounds.append((time.process_time() - start) / len(patients) * 1e6)
    return median(rounds[1:])


def _evaluating(module: ModuleType) -> Callable[[Values, date], object]:
    """``evaluate``, which takes the day by name."""
    evaluate = module.evaluate
    return lambda values, today: evaluate(values, today=today)


def rows() -> list[tuple[str, ...]]:
    """The table, head first."""
    found: list[tuple[str, ...]] = [("a patient, µs", "`decide`", "`evaluate`", "as written")]
    for path in sorted((ROOT / "guidelines").glob("*/*.mg")):
        guideline = check_path(path).guideline
        assert guideline is not None, path
        module = compiled(guideline)
        patients = known(guideline, module, PATIENTS)
        gc.collect()
        gc.freeze()
        times = (
            microseconds(module.decide, patients),
            microseconds(_evaluating(module), patients),
            microseconds(module.run_as_written, patients[:AS_WRITTEN]),
        )
        found.append((path.stem, *(f"{each:.2f}" if each < 10 else f"{each:.0f}" for each in times)))
        sys.stdout.write("  ".join(found[-1]) + "\n")
        sys.stdout.flush()
    return found


def written(table: list[tuple[str, ...]]) -> str:
    """The table in Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join([lines[0], "| --- | ---: | ---: | ---: |", *lines[1:]]) + "\n"


def main() -> None:
    """The command."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    given = reader.parse_args()
    text = written(rows())
    if given.write:
        page = PAGE.read_text("utf-8")
        before, _, rest = page.partition(START)
        _, end, after = rest.partition(END)
        assert end, "the page has no place for the table"
        PAGE.write_text(f"{before}{START}{text}{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
