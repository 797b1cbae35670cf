"""Whether the interpreter, ``evaluate``, ``decide`` and the run as it is written give one answer.

Enters: a guideline, its generated module, patients. Leaves: a message for each patient on whom they differ, and counts.

    Agreement(guideline, module).about({"age": 64}, today)   ->   []

``decide`` gives an integer, which says nothing by itself. It agrees if it tells apart all whom the guideline tells
apart: two patients of one integer are told, asked, kept back and explained the same, by the interpreter, whatever their
values; with the same numbers worked out for them, the doses are the same too (but for a volume, which is no such
number).
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import ModuleType
from typing import Any

from milligram.ir.nodes import Guideline

from tests.agreement import modules, patients

Answer = Mapping[str, Any]
Data = Mapping[str, object]

OWN = ("reports", "courses", "schedules", "review_overdue", "cautions")
"""What rests on a number or on the day, and may differ between patients of one integer."""


def function_in(tree: ast.Module, name: str) -> ast.FunctionDef:
    """The function of that name of a module, the one that runs where type checkers see another."""
    bodies = [tree.body, *(node.orelse or node.body for node in tree.body if isinstance(node, ast.If))]
    return next(
        node for body in reversed(bodies) for node in body if isinstance(node, ast.FunctionDef) and node.name == name
    )


def skeleton(answer: Answer) -> str:
    """All of an answer that one integer tells."""
    told = {key: value for key, value in answer.items() if key not in OWN}
    told["trace"] = [{**step, "values": sorted(step["values"])} for step in answer["trace"]]
    return json.dumps(told)


def without_amounts(answer: Answer) -> str:
    """The same apart from doses."""
    advice = [{**each, "text": "", "dose": None} for each in answer["advice"]]
    trace = [{**step, "outcome": ""} if step["what"] == "give" else step for step in answer["trace"]]
    return skeleton({**answer, "advice": advice, "trace": trace})


VOLUME = re.compile(r" in ([0-9.]+) [a-zA-Z]*L\b")


def amounts(answer: Answer) -> list[object]:
    """The numbers of all doses given, and of their volumes; one that is given twice is advised once."""
    found: list[object] = []
    for each in answer["advice"]:
        amount = None if each["dose"] is None else each["dose"]["amount"]
        found += amount if isinstance(amount, list) else [amount]
        found += [float(volume) for volume in VOLUME.findall(each["text"])]
    return found


@dataclass(slots=True)
class Agreement:
    """What was met of one guideline; ``told`` and ``doses`` hold, by integer, what it stands for and by whom."""

    guideline: Guideline
    module: ModuleType
    counts: Counter[str] = field(default_factory=Counter)
    told: dict[int, tuple[str, Data]] = field(default_factory=dict)
    doses: dict[tuple[object, ...], tuple[str, Data]] = field(default_factory=dict)

    def about(self, data: Data, today: date | None, expected: Answer | None = None) -> list[str]:
        """What differs for one patient; ``expected`` is the interpreter's answer, if it is known."""
        if expected is None:
            expected = modules.by_interpreter(self.guideline, data, today)
        self.counts["patients"] += 1
        return [
            f"{self.guideline.name}, today {today}\n{patients.as_case(self.guideline, data)}\n{data}\n{fault}"
            for fault in self._faults(data, today, expected)
        ]

    def _faults(self, data: Data, today: date | None, expected: Answer) -> Iterator[str]:
        module = self.module
        found = _result(module, lambda: modules.by_module(module, data, today))
        if json.dumps(found) != json.dumps(expected):
            yield _differing("evaluate", found, expected)
        if "refused" in expected:
            self.counts["refused"] += 1
            outcome = _result(module, lambda: module.check_and_decide(dict(data), today))
            if outcome is not None:
                yield f"check_and_decide takes who is refused: {outcome}"
            return
        try:
            p = module.read(data, today)
            values = module.plain_values(p, module.CUTS)
        except module.Unordered:
            self.counts["not plain"] += 1
            return
        except Exception as fault:
            yield f"the values are not read: {fault!r}"
            return
        yield from self.decided(values, today, expected)
        whole = _result(module, lambda: _written(module, values, today))
        if json.dumps(whole) != json.dumps(expected):
            yield _differing("the run as it is written", whole, expected)

    def decided(self, values: Data, today: date | None, expected: Answer) -> Iterator[str]:
        """What is wrong with what is decided for plain values."""
        module = self.module
        day = values.get("today") or today
        outcome = _result(module, lambda: module.decide(values, day))
        if not isinstance(outcome, tuple):
            yield f"decide: {outcome}"
            return
        number, numbers = outcome
        checked = _result(module, lambda: module.check_and_decide(_floats(module, values), today))
        self.counts["checked in one pass"] += checked is not None
        if checked is not None and checked != outcome:
            yield f"decide gives {outcome}, check_and_decide {checked}"
        if checked is None and self.must_be_taken(values):
            yield f"check_and_decide does not take plain values: {values}"
        if number < 0:
            self.counts["-1"] += 1
            return
        self.counts["with numbers"] += bool(numbers)
        yield from self._told_apart(number, numbers, values, expected)
        if checked is not None:
            plain = _floats(module, values)
            again = _result(module, lambda: modules.by_module(module, plain, today))
            if json.dumps(again) != json.dumps(expected):
                yield _differing("evaluate, of plain values", again, expected)

    def _told_apart(self, number: int, numbers: tuple[Any, ...], data: Data, expected: Answer) -> Iterator[str]:
        shape = without_amounts(expected) if numbers else skeleton(expected)
        before, other = self.told.setdefault(number, (shape, data))
        if before != shape:
            yield f"{number} stands for two answers, the other for {other}\n{_unlike(before, shape)}"
        if not numbers:
            return
        known = [self.module.number_json(each) for each in numbers if each is not None]
        doses = amounts(expected)
        if any(each not in doses for each in known):
            yield f"the numbers {known} are not those of the doses {doses}"
        if len(known) == len(numbers):
            shape = skeleton(expected)
            before, other = self.doses.setdefault((number, *map(str, known)), (shape, data))
            if before != shape:
                yield f"{number} with {known} stands for two answers, the other for {other}\n{_unlike(before, shape)}"

    def must_be_taken(self, values: Data) -> bool:
        """Whether ``check_and_decide`` has no reason to leave the patient to ``read``."""
        if self.guideline.impossible or not _writes_a_check(self.module):
            return False
        for value in values.values():
            if isinstance(value, self.module.Exactly) and _shortest(value) != value.exact:
                return False
            if isinstance(value, self.module.RegimenState) and (value.since is not None or value.step is None):
                return False
        return True


def _writes_a_check(module: ModuleType) -> bool:
    """Whether ``check_and_decide`` was short enough to be written; it takes nobody else."""
    return bool(module.check_and_decide.__code__.co_nlocals > 2)


def _shortest(value: float) -> Fraction:
    """The number that the shortest decimal of a float writes."""
    return Fraction(repr(float(value)))


def _floats(module: ModuleType, values: Data) -> dict[str, object]:
    """The same with true floats where these say it exactly."""
    return {
        name: float(value) if isinstance(value, module.Exactly) and _shortest(value) == value.exact else value
        for name, value in values.items()
    }


def _written(module: ModuleType, values: Data, today: date | None) -> Answer:
    answer: Answer = module.Result(module.Answered(module.run_as_written(values, today), None), values, today).to_dict()
    return answer


def _result(module: ModuleType, of: Callable[[], Any]) -> Any:
    """What comes out; a fault as text."""
    try:
        return of()
    except Exception as fault:
        return {"raised": repr(fault)}


def _differing(who: str, found: Answer, expected: Answer) -> str:
    keys = [key for key in (*expected, *found) if expected.get(key) != found.get(key)] or ["the order of the keys"]
    shown = "\n".join(
        f"  {key}\n    interpreter: {expected.get(key)}\n    module:      {found.get(key)}"
        for key in dict.fromkeys(keys)
    )
    return f"{who} differs:\n{shown}"


def _unlike(one: str, other: str) -> str:
    left, right = json.loads(one), json.loads(other)
    return "\n".join(
        f"  {key}\n    {left.get(key)}\n    {right.get(key)}" for key in left if left.get(key) != right.get(key)
    )
