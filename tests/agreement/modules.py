"""Generated modules, loaded from text, and how one answer is compared with another."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from datetime import date
from types import ModuleType
from typing import Any

from milligram.interpret import evaluate, read_patient, to_json
from milligram.ir.nodes import Guideline

from tests.built import guideline_at, module_text_of, report_at

__all__ = ["by_interpreter", "by_module", "guideline_at", "load", "report_at"]

Answer = Mapping[str, Any]


def load(guideline: Guideline, tree: ast.Module | None = None) -> ModuleType:
    """The module of a guideline; ``tree`` stands for its text where a test has altered it."""
    name = f"milligram_generated_{guideline.name}_{id(tree)}"
    code = compile(module_text_of(guideline) if tree is None else tree, f"<{guideline.name}.py>", "exec")
    module = ModuleType(name)
    sys.modules[name] = module  # dataclasses look their module up
    try:
        exec(code, module.__dict__)
    finally:
        del sys.modules[name]
    return module


def by_interpreter(guideline: Guideline, data: Mapping[str, object], today: date | None) -> Answer:
    """The interpreter's answer; a refused patient by the inputs that are at fault."""
    reading = read_patient(guideline, data, as_of=today)
    if reading.patient is None:
        return {"refused": sorted({problem.input or "" for problem in reading.problems})}
    return to_json(evaluate(guideline, reading.patient, as_of=today))


def by_module(module: ModuleType, data: Mapping[str, object], today: date | None) -> Answer:
    """The module's answer, in the same form."""
    try:
        answer: Answer = module.evaluate(data, today=today).to_dict()
    except module.PatientError as error:
        return {"refused": sorted({problem.input or "" for problem in error.problems})}
    return answer
