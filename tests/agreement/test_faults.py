"""A fault in `decide`, in the run as it is written or in the interpreter is noticed by the comparison of all four.

A sample of all faults runs here; `python -m tests.agreement.test_faults [FILE …]` puts in every one, and lists those
that nobody notices.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from milligram.ir import nodes as ir
from milligram_targets.python import module_text

from tests.agreement import agreeing, faults, modules, patients

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


MAGNESIUM = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"
CASES = ROOT / "tests" / "cases" / "agreement"
INTERPRETER = ("ir.arithmetic", *(f"interpret.{name}" for name in (
    "selection", "safety", "ladders", "unknowns", "pathway", "values", "scores", "doses", "regimens", "evaluate"
)))  # fmt: skip
Data = Mapping[str, object]


def strangers(guideline: ir.Guideline, module: ModuleType, data: Data) -> Iterator[Data]:
    """The same patient with one value just at, or just past, what an input takes, or of a type that is not plain."""
    for declared in guideline.inputs.values():
        others: list[object] = [True, 1, 0.5, "yes", "nothing", [], frozenset({"nothing"}), date(2026, 1, 1)]
        for bound in declared.plausible or ():
            near = float(bound)
            others += [near, near * (1 + 1e-12) + 1e-12, near * (1 - 1e-12) - 1e-12, int(bound), int(bound) - 1]
            others += [int(bound) + 1]
        for other in others:
            yield {**data, declared.name: other}
    for regimen in guideline.regimens.values():
        last = len(regimen.steps)
        state = module.RegimenState
        for other in (state(last, 3), state(last + 1, 3), state(-1), state(1, -1), state(0, 1), state(0), state(1, 0)):
            yield {**data, regimen.name: other}
    yield {**data, "somebody": 1}
    yield {**data, "today": "2026-11-22"}
    yield {**data, "today": patients.TODAY}


def _as_json(value: object) -> object:
    """A regimen's state as the interpreter takes it."""
    if type(value).__name__ != "RegimenState":
        return value
    parts = {name: getattr(value, name) for name in ("step", "time", "since")}
    return {name: part for name, part in parts.items() if part is not None or name == "step"}


@dataclass(slots=True)
class Person:
    """A patient, and what the interpreter says; plain values, and plain values without any exact number."""

    data: Data
    today: date | None
    expected: str
    told: str
    values: Data
    floats: Data


class Trial:
    """One guideline, its module, and people on whom a fault may show."""

    def __init__(self, path: Path, count: int, near: int = 0) -> None:
        self.guideline = modules.guideline_at(path)
        self.text = module_text(self.guideline)
        self.tree = ast.parse(self.text)
        self.module = modules.load(self.guideline, self.tree)
        self.functions = faults.functions_of(self.module)
        self.people: list[Person] = []
        self.refused: list[tuple[Data, date | None]] = []
        crowd: list[Data] = [patients.as_data(case.patient) for case in self.guideline.cases]
        crowd += patients.patients(self.guideline, count, 8)
        crowd += patients.nearly_known(self.guideline, near, 8)
        for number, data in enumerate(crowd):
            self.meet(data, (patients.TODAY, None, patients.TODAY + timedelta(days=400))[number % 3])
        for data in strangers(self.guideline, self.module, self.people[0].floats) if near else ():
            self.meet(data, patients.TODAY)

    def meet(self, data: Data, today: date | None) -> None:
        """Takes one more patient in."""
        asked = {name: _as_json(value) for name, value in data.items()}
        answer = modules.by_interpreter(self.guideline, asked, today)
        if "refused" in answer:
            self.refused.append((data, today))
            return
        module = self.module
        try:
            values = module.plain_values(module.read(data, today), module.CUTS)
        except module.Unordered:
            return
        told = agreeing.skeleton(answer)
        self.people.append(Person(data, today, json.dumps(answer), told, values, agreeing._floats(module, values)))

    # --- who notices --------------------------------------------------------------------------------------------------

    def decide_is_noticed(self) -> bool:
        """Whether one outcome stands for two answers, or `check_and_decide` has another."""
        module, told = self.module, dict[object, str]()
        checked = self._once("checked", lambda: self._outcomes(module.check_and_decide, "floats"))
        for person, other in zip(self.people, checked, strict=True):
            try:
                number, numbers = module.decide(person.values, person.values.get("today") or person.today)
            except Exception:
                return True
            if other is not None and (number, numbers) != other:
                return True
            if number >= 0 and told.setdefault((number, *map(str, numbers)), person.told) != person.told:
                return True
        return False

    def checks_are_noticed(self) -> bool:
        """Whether `check_and_decide` differs from `decide`, takes whom `read` refuses, or leaves a plain patient."""
        module = self.module
        before = self._once("decided", self._checked)
        try:
            now = self._checked()
            return now != before or any(
                module.check_and_decide(dict(data), today) is not None for data, today in self.refused
            )
        except Exception:
            return True

    def written_is_noticed(self) -> bool:
        """Whether the run as it is written differs from the interpreter's."""
        for person in self.people:
            try:
                found = agreeing._written(self.module, person.values, person.today)
            except Exception:
                return True
            if json.dumps(found) != person.expected:
                return True
        return False

    def interpreter_is_noticed(self) -> bool:
        """Whether the interpreter differs from what the module says, which is what it said before."""
        for person in self.people:
            try:
                data = {name: _as_json(value) for name, value in person.data.items()}
                if json.dumps(modules.by_interpreter(self.guideline, data, person.today)) != person.expected:
                    return True
            except Exception:
                return True
        return False

    def _outcomes(self, function: Callable[..., Any], kind: str) -> list[Any]:
        return [function(dict(getattr(person, kind)), person.today) for person in self.people]

    def _checked(self) -> list[Any]:
        function = self.module.check_and_decide
        return [*self._outcomes(function, "floats"), *self._outcomes(function, "data")]

    def _once(self, key: str, make: Callable[[], list[Any]]) -> list[Any]:
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    @property
    def kept(self) -> dict[str, list[Any]]:
        """What the module gave before any fault."""
        kept: dict[str, list[Any]] = self.module.__dict__.setdefault("_kept_by_trial", {})
        return kept

    def ready(self) -> None:
        """Finds what is compared with before any fault is put in."""
        assert not self.decide_is_noticed()
        assert not self.checks_are_noticed()
        assert not self.written_is_noticed()

    # --- what is altered ----------------------------------------------------------------------------------------------

    def lines_reached(self, name: str) -> set[int]:
        """The lines of a function of the fast part to which anybody comes."""
        function = getattr(self.module, name)
        if name == "decide":
            return set(faults.lines_reached(function, self.decide_is_noticed))
        return set(faults.lines_reached(function, self._checked))

    def in_function(self, name: str) -> list[ast.stmt]:
        """A function of the fast part."""
        return [agreeing.function_in(self.tree, name)]

    def as_written(self) -> list[ast.stmt]:
        """What is generated for the guideline alone, constants and functions."""
        names = [getattr(node, "name", "") for node in self.tree.body]
        return [
            node
            for node in self.tree.body[names.index("Patient") + 1 : names.index("evaluate")]
            if isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign) and getattr(node, "name", "") not in FAST
        ]


FAST = ("decide", "check_and_decide")


def unnoticed(
    module: ModuleType,
    statements: Sequence[ast.stmt],
    notices: Callable[[], bool],
    *,
    one_in: int = 1,
    texts: bool = False,
) -> tuple[int, list[Any]]:
    """How many faults were put in, and those that nobody noticed."""
    functions = faults.functions_of(module)
    every = [(statement, fault) for statement in statements for fault in faults.faults(statement, texts=texts)]
    some = every[::one_in]
    missed: list[Any] = []
    for statement, fault in some:
        with faults.put_into(module, statement, fault, functions):
            if not notices():
                missed.append(fault)
    return len(some), missed


def of_interpreter() -> Iterator[tuple[ModuleType, list[ast.stmt]]]:
    """The modules of the interpreter that find the answer, with their functions and methods."""
    for name in INTERPRETER:
        module = importlib.import_module(f"milligram.{name}")
        assert module.__file__ is not None
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        yield module, [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


# --- a sample ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trial() -> Trial:
    """The corrected magnesium guideline and 250 people, and those who differ from one another by one value."""
    made = Trial(MAGNESIUM, 250, 40)
    known = {"age": 40, "creatinine_clearance": 95, "volume_depleted": False, "neck_spasm": True, "diarrhoea": False}
    times: list[Data] = [{"time": days} for days in (6, 7, 14, Fraction(29, 2), 15)]
    times += [{}, {"since": date(2026, 11, 15)}]
    for step, time, level, diarrhoea in itertools.product((1, 2), times, (None, 0.7, 0.6999, 0.9), (None, True)):
        changed = {"replacement": {"step": step, **time}, "serum_magnesium": level, "diarrhoea": diarrhoea}
        made.meet({**known, **changed}, patients.TODAY)
        made.meet({**known, **changed}, None)
    clearances = (None, 19, 20, 29.999, 30, 59.999, 60)
    for clearance, depleted, potassium in itertools.product(clearances, (None, False, True), (None, 3.4, 3.5)):
        changed = {"creatinine_clearance": clearance, "volume_depleted": depleted, "serum_potassium": potassium}
        made.meet({**known, **changed, "serum_magnesium": 0.6}, None)
    made.ready()
    return made


def _is_noticed_enough(count: int, missed: Sequence[Any], share: float) -> None:
    """Not all can be: where two digits tell the same, either may go. A limit is told by nothing else."""
    assert count >= 30
    assert len(missed) <= (1 - share) * count, [(each.line, each.what) for each in missed]
    limits = [each for each in missed if each.what.endswith("hair more") or each.what.partition(" ")[0] in LIMITS]
    assert not limits, [(each.line, each.what) for each in limits]


LIMITS = ("Lt", "LtE", "Gt", "GtE")


@pytest.mark.parametrize("name", FAST)
def test_a_fault_in_decide_is_noticed(trial: Trial, name: str) -> None:
    """Every fifth of all; of those in lines to which somebody comes."""
    reached = trial.lines_reached(name)
    notices = trial.decide_is_noticed if name == "decide" else trial.checks_are_noticed
    count, missed = unnoticed(trial.module, trial.in_function(name), notices, one_in=5)
    _is_noticed_enough(count, [each for each in missed if each.line in reached], 0.85)


def test_a_fault_in_the_run_as_it_is_written_is_noticed(trial: Trial) -> None:
    everybody, trial.people = trial.people, trial.people[:250]
    try:
        count, missed = unnoticed(trial.module, trial.as_written(), trial.written_is_noticed, one_in=8, texts=True)
    finally:
        trial.people = everybody
    _is_noticed_enough(count, missed, 0.8)


def test_a_fault_in_the_interpreter_is_noticed() -> None:
    """Some of all in what finds the answer; many are in what these guidelines do not use."""
    trials = [Trial(CASES / f"{name}.mg", 25) for name in ("ladders", "doses", "tables", "formulas")]
    count, missed = of_all_modules(trials, 19)
    assert count >= 25
    assert len(missed) <= 0.5 * count, [(each.line, each.what) for each in missed]


def of_all_modules(trials: Sequence[Trial], one_in: int) -> tuple[int, list[Any]]:
    """Faults in the interpreter, and those that show on nobody of several guidelines."""
    count, missed = 0, []
    for module, statements in of_interpreter():
        some, left = unnoticed(
            module, statements, lambda: any(each.interpreter_is_noticed() for each in trials), one_in=one_in
        )
        count += some
        missed += left
    return count, missed


def test_an_agreement_that_is_broken_by_hand_is_told(trial: Trial) -> None:
    """What `run.py` says of it: one outcome for two answers, two outcomes for one patient, who is refused."""
    agreement = agreeing.Agreement(trial.guideline, trial.module)
    people = trial.people[:200]
    with pytest.MonkeyPatch.context() as altered:
        altered.setattr(trial.module, "decide", lambda values, day: (1, ()))
        said = [fault for each in people for fault in agreement.about(each.data, each.today)]
    assert any("stands for two answers" in each for each in said)
    assert any("check_and_decide" in each for each in said)


def main(paths: Sequence[Path]) -> None:
    """Every fault."""
    for path in paths or [MAGNESIUM]:
        trial = Trial(path, 1_500, 150)
        trial.ready()
        lines = trial.text.split("\n")
        for name in FAST:
            notices = trial.decide_is_noticed if name == "decide" else trial.checks_are_noticed
            reached = trial.lines_reached(name)
            count, missed = unnoticed(trial.module, trial.in_function(name), notices)
            elsewhere = [each for each in missed if each.line not in reached]
            sys.stdout.write(f"{len(elsewhere)} stand where nobody comes\n")
            missed = [each for each in missed if each.line in reached]
            _tell(f"{path.stem}: {name}", count, missed, lines)
        trial.people = trial.people[::3]
        count, missed = unnoticed(trial.module, trial.as_written(), trial.written_is_noticed, texts=True)
        _tell(f"{path.stem}: as written", count, missed, lines)

    names = ("ladders", "doses", "scores", "formulas", "treatment")
    trials = [*(Trial(CASES / f"{name}.mg", 60) for name in names), Trial(MAGNESIUM, 100)]
    for module, statements in of_interpreter():
        some, missed = unnoticed(module, statements, lambda: any(each.interpreter_is_noticed() for each in trials))
        assert module.__file__ is not None
        _tell(module.__name__, some, missed, Path(module.__file__).read_text("utf-8").split("\n"))


def _tell(what: str, count: int, missed: Sequence[Any], lines: Sequence[str]) -> None:
    sys.stdout.write(f"{what}: {count} faults, {len(missed)} not noticed\n")
    for (line, text), number in Counter((each.line, each.what) for each in missed).items():
        sys.stdout.write(f"  {line} {text} ({number}): {lines[line - 1].strip()[:110]}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
