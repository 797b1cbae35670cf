"""Everything that can be done with a text, done: what the tests of robustness share.

Enters: a text, and where the choices come from. Leaves: nothing; an exception is a bug of ours.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest
from milligram.diagnostics import render_json, render_sarif, render_text
from milligram.graph import build_graph, dump_graph
from milligram.interpret import evaluate, read_patient, run_cases, to_json
from milligram.interpret.as_text import result_text
from milligram.interpret.case_text import case_run_text
from milligram.ir import nodes as ir
from milligram.ir.dump import dump_ir
from milligram.pipeline import CheckReport, check_text
from milligram.syntax import RESERVED
from milligram.syntax.dump import dump_ast
from milligram.syntax.format import format_source
from milligram_targets.card.from_ir import card
from milligram_targets.flowchart import dot, layout, mermaid
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.python import module_text

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no terminal may get from us when colour is off."""


# --- texts to start from ----------------------------------------------------------------------------------------------


@cache
def corpus() -> tuple[str, ...]:
    """Every guideline of the repository and every example of its reference."""
    homes = ("guidelines", "tests/cases", "tests/compiler/syntax/samples")
    texts = [path.read_text("utf-8") for home in homes for path in sorted((ROOT / home).rglob("*.mg"))]
    page = (ROOT / "docs" / "language.md").read_text("utf-8")
    texts += re.findall(r"^```mg\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    header = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n'
    return tuple(text if re.search(r"^guideline\b", text, re.MULTILINE) else header + text for text in texts)


# --- mutation ---------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+(?:\.[0-9]+)?|[^\s\w]|[ ]+|\n', re.UNICODE)
_UNITS = ("mg", "g", "mcg", "kg", "mmol/L", "mEq/L", "mL/min", "mg/kg", "%", "weeks", "d", "h", "unit", "IU/L", "Cel")
_NUMBERS = ("0", "1", "-1", "2.5", "0.0001", "7", "18", "99999999999999999999", "100", "1000000", "30", "0.70")
_KINDS = ("yes or no", "number", "count", "date", "one of a, b", "any of a, b", "in mg", "in mmol/L", "in years whole")
_STATEMENTS = (
    "end",
    "continue",
    'note "n"',
    'advise "rest"',
    "follow {name}",
    "give {name}",
    "stop {name}",
    "hold {name}",
    "order {name}",
    "start {name}",
    "report {name}",
    "advise against {name}",
    "give 5 mg of {name}",
    "give {name} of {other}",
)
_LINES = (
    "{name} under 5:",
    "unknown:",
    "otherwise:",
    "{name}:",
    "any | any:",
    "1 when {name}",
    "add {name}",
    "step 2 after 1 weeks when {name}: 5 mg daily",
    "at most 5 mg of {name} per day",
    "back to step 1 after 1 d when {name}",
    "hold while {name}",
    "stop when {name} over 3",
    "then after 2 weeks: end",
    "expect {name} 5",
    "expect no give {name}",
    "{name} 5 mg",
    "{name} yes, {other} no",
    "any | 5 | unspecified",
    "when {name} is unknown:",
    "never give {name} when {other}",
)
_DECLARATIONS = (
    "impossible when {name} is {other} and not {name}",
    "input {name} {kind}",
    "class {name} of {other}, {name}",
    "define {name}: {other} + 1",
    "define {name}: {other} is unknown or {name} over 5 mg",
    "define {name}: {other} as mg rounded to 0.5 mg",
    "define {name}: {other} / ({name} - 1)",
    "define {name}: ln({other}) ^ 0.5 rounded up to 0.1",
    "define {name}: years since {other}",
    "substance {name} formula MgO, gives 1 {other}",
    "substance {name}, in unit",
    "monitor {name}: {other}\n  at baseline\n  every 3 months when {name}",
    "part {name}\n  follow {other}",
    "pathway {name}\n  give {other}",
    "caution {name} when {other}: end",
    "regimen {name} of {other}\n  step 1: {other} of {name} daily\n  step 3 when {name}: 5 to 2 mg/kg by {other}",
    "score {name}\n  1 when {other}\n  add {other}",
    "table by {other} gives {name}\n  under 5 | 1\n  any | unspecified",
    "define {name}:\n  {other} when {other}\n  5 mg otherwise",
    'case "c"\n  {other} 5, {name} yes\n  expect {name} 5\n  expect ask {other}',
)


class Mutator:
    """Changes a guideline so that it often still parses, and means something else."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def __call__(self, text: str, times: int) -> str:
        """The text after so many changes."""
        for _ in range(times):
            text = self.chance.choice(_CHANGES)(self, text)
        return text

    def names(self, text: str) -> list[str]:
        """The words of a text that are no words of the language."""
        bare = re.sub(r'"[^"\n]*"|#[^\n]*', "", text)
        found = sorted(set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", bare)) - RESERVED)
        return found or ["x"]

    def filled(self, pattern: str, text: str) -> str:
        """A pattern with names of the text."""
        names = self.names(text)
        return pattern.format(
            name=self.chance.choice(names), other=self.chance.choice(names), kind=self.chance.choice(_KINDS)
        )

    def _line(self, text: str) -> tuple[list[str], int]:
        lines = text.split("\n")
        return lines, self.chance.randrange(len(lines))

    def token(self, text: str) -> str:
        """One token becomes another of its kind, rarely of any kind."""
        tokens = _TOKEN.findall(text)
        places = [at for at, token in enumerate(tokens) if token.strip()]
        if not places:
            return text
        at = self.chance.choice(places)
        old = tokens[at]
        if self.chance.random() < 0.1:
            tokens[at] = self.chance.choice([*sorted(RESERVED), *_UNITS, *_NUMBERS, "", "(", ")", ":", "|", ","])
        elif old[0].isdigit() or (old[0] == "-" and len(old) > 1):
            tokens[at] = self.chance.choice([*_NUMBERS, *(t for t in tokens if t[0].isdigit())])
        elif old in _UNITS:
            tokens[at] = self.chance.choice(_UNITS)
        elif old in RESERVED:
            tokens[at] = self.chance.choice([t for t in tokens if t in RESERVED])
        else:
            same = [t for t in tokens if t.strip() and t[0].isalpha() == old[0].isalpha() and (t in RESERVED) is False]
            tokens[at] = self.chance.choice(same or [old])
        return "".join(tokens)

    def rename(self, text: str) -> str:
        """One name becomes another everywhere: two declarations of one name."""
        names = self.names(text)
        old, new = self.chance.choice(names), self.chance.choice([*names, "today", "fresh"])
        return re.sub(rf"\b{re.escape(old)}\b", new, text)

    def unit(self, text: str) -> str:
        """One unit becomes another."""
        found = list(re.finditer(r"(?<=[0-9] )[A-Za-z%µ/]+|(?<=\bin )[A-Za-z%µ/]+", text))
        if not found:
            return text
        at = self.chance.choice(found)
        return text[: at.start()] + self.chance.choice(_UNITS) + text[at.end() :]

    def delete(self, text: str) -> str:
        """A line goes, with or without its block."""
        lines, at = self._line(text)
        depth = len(lines[at]) - len(lines[at].lstrip())
        end = at + 1
        if self.chance.random() < 0.6:
            while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > depth:
                end += 1
        return "\n".join(lines[:at] + lines[end:])

    def repeat(self, text: str) -> str:
        """A line stands twice, here or elsewhere."""
        lines, at = self._line(text)
        lines.insert(self.chance.choice([at, self.chance.randrange(len(lines))]), lines[at])
        return "\n".join(lines)

    def swap(self, text: str) -> str:
        """Two lines change places and keep the depth of the place."""
        lines, at = self._line(text)
        other = self.chance.randrange(len(lines))
        depth = [len(lines[n]) - len(lines[n].lstrip()) for n in (at, other)]
        lines[at], lines[other] = " " * depth[0] + lines[other].lstrip(), " " * depth[1] + lines[at].lstrip()
        return "\n".join(lines)

    def kind(self, text: str) -> str:
        """An input of another kind."""
        found = list(re.finditer(r"^input ([A-Za-z_0-9]+) .*$", text, re.MULTILINE))
        if not found:
            return text
        at = self.chance.choice(found)
        return text[: at.start()] + f"input {at.group(1)} {self.chance.choice(_KINDS)}" + text[at.end() :]

    def line(self, text: str) -> str:
        """A new line, at the depth of its neighbour."""
        lines, at = self._line(text)
        depth = len(lines[at]) - len(lines[at].lstrip())
        new = self.filled(self.chance.choice([*_LINES, *_STATEMENTS]), text)
        block = [" " * depth + new]
        if new.endswith(":"):
            block.append(" " * (depth + 2) + self.filled(self.chance.choice(_STATEMENTS), text))
        return "\n".join(lines[: at + 1] + block + lines[at + 1 :])

    def declaration(self, text: str) -> str:
        """A new declaration, at the end."""
        return f"{text}\n{self.filled(self.chance.choice(_DECLARATIONS), text)}\n"

    def graft(self, text: str) -> str:
        """A declaration of another guideline, or a block of one, at the end."""
        chunks = re.split(r"\n(?=[a-z])", self.chance.choice(corpus()))
        return f"{text}\n{self.chance.choice(chunks[1:] or chunks)}\n"

    def characters(self, text: str) -> str:
        """A few characters go or come."""
        at = self.chance.randrange(len(text) + 1)
        new = self.chance.choice(["", '"', "(", "\\", "\n", "  ", "\t", "#", "é", "\u202e", ":", ",", "[r1]", "%", "|"])
        return text[:at] + new + text[at + self.chance.randrange(8) :]


_CHANGES: tuple[Callable[[Mutator, str], str], ...] = (
    Mutator.token,
    Mutator.token,
    Mutator.token,
    Mutator.rename,
    Mutator.unit,
    Mutator.delete,
    Mutator.repeat,
    Mutator.swap,
    Mutator.kind,
    Mutator.line,
    Mutator.line,
    Mutator.declaration,
    Mutator.graft,
    Mutator.characters,
)


# --- patients ---------------------------------------------------------------------------------------------------------


def random_patient(guideline: ir.Guideline, chance: random.Random) -> dict[str, Any]:
    """JSON of a patient with unknowns, mostly inside what is plausible."""
    data: dict[str, Any] = {}
    for name, declared in guideline.inputs.items():
        if chance.random() < 0.25:
            continue
        match declared.type:
            case ir.NumberType() as kind:
                low, high = declared.plausible or (Fraction(0), Fraction(200))
                value = low + (high - low) * Fraction(chance.randrange(21), 20)
                whole = kind.whole or kind.kind == "count"
                data[name] = int(value) if whole else chance.choice([value, float(round(value, 2)), str(float(value))])
            case ir.FlagType():
                data[name] = chance.random() < 0.5
            case ir.DateType():
                data[name] = (DAY - timedelta(days=chance.randrange(40_000))).isoformat()
            case ir.WordType(words=words):
                data[name] = chance.choice(words) if words else None
            case ir.SetType(words=words):
                data[name] = [word for word in words if chance.random() < 0.5]
            case ir.TextType():
                data[name] = None
    for name, regimen in guideline.regimens.items():
        state = chance.randrange(4)
        if state == 1:
            data[name] = {"step": chance.randrange(len(regimen.steps) + 1)}
        elif state == 2 and regimen.steps:
            data[name] = {"step": len(regimen.steps), "time": f"{chance.randrange(30)} weeks"}
        elif state == 3:
            data[name] = None
    return data


# --- everything that can be done with a text --------------------------------------------------------------------------


def check_findings(report: CheckReport) -> None:
    """The findings of a report print in every form, and the text form holds no control character."""
    text = render_text(report.diagnostics)
    assert not CONTROL.search(text), text
    json.loads(render_json(report.diagnostics, files=1))
    json.loads(render_sarif(report.diagnostics, version="1"))
    for found in report.diagnostics:
        assert 0 <= found.span.start <= found.span.end <= len(report.source.text)


def check_meaning(guideline: ir.Guideline, chance: random.Random, patients: int) -> None:
    """A guideline's trees print, its cases run, and it answers for patients."""
    dump_ir(guideline)
    dump_graph(build_graph(guideline))
    run = run_cases(guideline)
    assert not CONTROL.search(case_run_text("a.mg", guideline, run, missed=True))
    for _ in range(patients):
        reading = read_patient(guideline, random_patient(guideline, chance), as_of=DAY)
        if reading.patient is not None:
            result = evaluate(guideline, reading.patient, as_of=DAY)
            json.dumps(to_json(result))
            assert not CONTROL.search(result_text(guideline, result))


def check_targets(guideline: ir.Guideline, *, draw: bool, sound: bool, chance: random.Random) -> None:
    """Every target makes something of a guideline that may be built; the models are made of any."""
    chart = flowchart(guideline)
    dot.to_dot(chart)
    mermaid.to_mermaid(chart)
    if draw:
        ElementTree.fromstring(layout.to_svg(chart))
    card(guideline)
    text = module_text(guideline)
    if sound:
        agree(imported(text), guideline, chance)


def imported(text: str) -> ModuleType:
    """A generated module, run; it needs the standard library only."""
    module = ModuleType("generated_guideline")
    sys.modules[module.__name__] = module  # dataclasses look their module up
    try:
        exec(compile(text, "<generated>", "exec"), module.__dict__)
    finally:
        del sys.modules[module.__name__]
    return module


def agree(module: ModuleType, guideline: ir.Guideline, chance: random.Random) -> None:
    """The module refuses and answers as the interpreter does."""
    for _ in range(3):
        data = random_patient(guideline, chance)
        reading = read_patient(guideline, data, as_of=DAY)
        try:
            answer = module.evaluate(data, today=DAY).to_dict()
        except module.PatientError:
            assert reading.patient is None
        else:
            assert reading.patient is not None, reading.problems
            assert answer == to_json(evaluate(guideline, reading.patient, as_of=DAY))


def exercise_text(text: str, seed: int = 0, *, draw: bool = False, patients: int = 3) -> CheckReport:
    """Does everything with one text; an exception is a bug."""
    chance = random.Random(seed)
    report = check_text(text, "a.mg", as_of=DAY)
    check_findings(report)
    if report.file is not None:
        dump_ast(report.file)
    formatted = format_source(report.source)
    if formatted.text is not None:
        again = format_source(type(report.source)("a.mg", formatted.text))
        assert again.text == formatted.text, "the canonical form is not canonical"
    if report.guideline is not None:
        check_meaning(report.guideline, chance, patients)
        check_targets(report.guideline, draw=draw, sound=not report.errors, chance=chance)
    return report


Exercise = Callable[..., CheckReport]


@pytest.fixture(scope="session")
def exercise() -> Exercise:
    return exercise_text


@pytest.fixture(scope="session")
def mutator() -> type[Mutator]:
    return Mutator


@pytest.fixture(scope="session")
def texts() -> tuple[str, ...]:
    return corpus()
