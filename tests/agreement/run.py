"""Runs the interpreter beside the compiled module for many patients, and for every generated case.

    python -m tests.agreement.run --patients 20000 [--cases] [FILE …]

Writes a line for each guideline: how many patients, how many were refused, decided in one pass, with numbers worked
out, not decided (-1), and on how many the four ways differ; exits with 1 if any does.
"""

from __future__ import annotations

import argparse
import ast
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

from milligram.compare.cases.generate import generate_cases, run_with
from milligram.ir.nodes import Guideline
from milligram.pipeline import Limits
from milligram_targets.python import module_text

from tests.agreement import agreeing, modules, patients

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

FOLDERS = ("guidelines", "tests/cases/agreement", "tests/compiler/syntax/samples")


def _days() -> Iterator[date | None]:
    while True:
        yield patients.TODAY
        yield patients.TODAY
        yield None


def _of_cases(guideline: Guideline) -> Iterator[dict[str, object]]:
    """The patients of the cases that the guideline has, and of those that are generated for it."""
    texts = [*generate_cases(guideline, budget=Limits().budget()).cases]
    for result in run_with(guideline, texts).cases:
        yield patients.as_data(result.case.patient)


class Unsure:
    """Where ``decide`` gives -1: each such line by itself, told by what stands above it."""

    def __init__(self, guideline: Guideline, module: ModuleType) -> None:
        text = module_text(guideline)
        node = agreeing.function_in(ast.parse(text), "decide")
        lines = textwrap.dedent("\n".join(text.split("\n")[node.lineno - 1 : node.end_lineno])).split("\n")
        self.above: dict[int, str] = {}
        for number, line in enumerate(lines):
            if "return -1, ()" in line:
                self.above[number] = line.partition("#")[2].strip() or lines[number - 1].strip()[:60]
                lines[number] = line.replace("return -1, ()", f"return -1, ({number},)")
        names = dict(module.__dict__)
        exec(compile("from __future__ import annotations\n" + "\n".join(lines), "<decide>", "exec"), names)
        self.decide = names["decide"]

    def why(self, values: dict[str, object], day: date | None) -> str:
        """What stands above the line that gave -1."""
        return self.above[self.decide(values, day)[1][0]]


def run(path: Path, count: int, seed: int, cases: bool) -> bool:
    """One guideline; whether all agree."""
    guideline = modules.guideline_at(path)
    module = modules.load(guideline)
    agreement = agreeing.Agreement(guideline, module)
    sites = Unsure(guideline, module)
    unsure: Counter[str] = Counter()
    wrong = 0
    start = time.process_time()
    several = patients.patients(guideline, count, seed)
    everybody = [*(_of_cases(guideline) if cases else ())]
    made = len(everybody)
    beside = patients.nearly_known(guideline, count // 200, seed)
    for data, today in zip((*everybody, *beside, *several), _days(), strict=False):
        expected = modules.by_interpreter(guideline, data, today)
        before = agreement.counts["-1"]
        faults = agreement.about(data, today, expected)
        if agreement.counts["-1"] > before:
            p = module.read(data, today)
            values = module.plain_values(p, module.CUTS)
            why = "met a fault" if expected["faults"] else "asks" if expected["asks"] else "neither"
            unsure[f"{why}: {sites.why(values, values.get('today') or today)}"] += 1
        wrong += bool(faults)
        if faults and wrong <= 2:
            _say("\n".join(faults))
    counts = agreement.counts
    told = counts["patients"] - counts["refused"] or 1
    shares = ", ".join(
        f"{name} {counts[name] / told:.1%}" for name in ("checked in one pass", "with numbers", "not plain", "-1")
    )
    reasons = ", ".join(f"{why} {number / told:.1%}" for why, number in unsure.most_common(6))
    _say(
        f"{path.parent.name}/{path.stem}: {counts['patients']} patients ({made} of cases), "
        f"{counts['refused']} refused, "
        f"{len(agreement.told)} outcomes; {shares}{f' ({reasons})' if reasons else ''}; "
        f"{wrong} DIFFER; {time.process_time() - start:.0f} s"
    )
    return not wrong


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """The command."""
    reader = argparse.ArgumentParser()
    reader.add_argument("files", nargs="*", type=Path)
    reader.add_argument("--patients", type=int, default=20_000)
    reader.add_argument("--seed", type=int, default=7)
    reader.add_argument("--cases", action="store_true")
    given = reader.parse_args()
    files = given.files or [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.mg"))]
    agree = [run(path, given.patients, given.seed, given.cases) for path in files]
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())
