"""Whatever an author writes comes out as data: never as code, and the module still passes every tool."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import pytest
from milligram.interpret import evaluate, read_patient, to_json
from milligram.ir import nodes as ir
from milligram.ir.nodes import Guideline
from milligram_targets.python import module_text

MARK = "q8z"
HOSTILE = (
    f'{MARK}"""',
    f"{MARK}'''",
    f'{MARK}"\\',
    f"{MARK}\\",
    f"{MARK} */ // <!-- --> <20",
    f"{MARK}\nimport os",
    f"{MARK}\r\n\t",
    f"{MARK}\u202eabc\u2066",
    f"{{{MARK}!r}} {{0}} %s {{{{",
    f"{MARK}\x00\x07\x1b[31m",
    f"{MARK}\\N{{BULLET}} \\u0041 \\x41",
    f"#{MARK} -*- coding: utf-7 -*-",
    f"{MARK}\u2028\u2029\x85",
    f"  {MARK}  ",
    f"{MARK} 検査 ﷽ \U0001f469\u200d\u2695\ufe0f e\u0301",
    f'"{MARK}"',
    f"{MARK} " + "long " * 60,
)
FIELDS = {
    "title",
    "label",
    "audience",
    "text",
    "because",
    "to",
    "ask",
    "unchecked",
    "source_says",
    "written_unit",
    "basis",
}
PATIENT = {"age": 40, "level": 3, "weight": 70, "weak": True}


def poisoned(node: Any, text: str) -> Any:
    """The tree with a text in every place where an author's words stand."""
    if isinstance(node, tuple):
        return tuple(poisoned(item, text) for item in node)
    if isinstance(node, dict | MappingProxyType):
        return {key: poisoned(value, text) for key, value in node.items()}
    if not is_dataclass(node) or isinstance(node, type) or not isinstance(node, ir.Node | Guideline):
        return node
    changes: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name in FIELDS and (isinstance(value, str) or field.name in ("label", "because")):
            changes[field.name] = text
        elif field.name not in ("span", "header_span", "source", "substances"):
            changes[field.name] = poisoned(value, text)
    return replace(node, **changes)


@pytest.fixture(scope="module", params=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest, small: Guideline) -> tuple[Guideline, str, str]:
    text = HOSTILE[request.param]
    guideline = poisoned(small, text)
    return guideline, text, module_text(guideline)


def test_it_comes_out_as_data(hostile: tuple[Guideline, str, str], load: Callable[[str], ModuleType]) -> None:
    guideline, text, code = hostile
    module = load(code)
    assert text == module.GUIDELINE.title
    reading = read_patient(guideline, PATIENT)
    assert reading.patient is not None
    expected = to_json(evaluate(guideline, reading.patient))
    assert module.evaluate(PATIENT).to_dict() == expected
    assert MARK in str(expected)


def test_it_stands_in_constants_only(hostile: tuple[Guideline, str, str]) -> None:
    _, _, code = hostile
    tree = ast.parse(code)
    seen = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            seen = seen or (isinstance(node.value, str) and MARK in node.value)
            continue
        assert not isinstance(node, ast.JoinedStr) or MARK not in ast.dump(node)
        for name, value in ast.iter_fields(node):
            assert not (isinstance(value, str) and MARK in value), (type(node).__name__, name)
    assert seen
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    assert not [token for token in tokens if token.type == tokenize.COMMENT and MARK in token.string]


def test_nothing_in_the_file_hides_or_turns_text(hostile: tuple[Guideline, str, str]) -> None:
    """No control character and no mark of direction stands in the file itself: they are written as escapes."""
    _, _, code = hostile
    assert not [char for char in code if not char.isprintable() and char != "\n"]


def test_ruff_and_the_compiler_take_it(small: Guideline, tmp_path: Path) -> None:
    for place, text in enumerate(HOSTILE):
        (tmp_path / f"hostile_{place}.py").write_text(module_text(poisoned(small, text)), "utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--check", "--diff", "--isolated", "--no-cache", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def test_names_of_python_and_of_the_support_are_set_apart(
    texts: dict[str, str], load: Callable[[str], ModuleType]
) -> None:
    """`import`, `lambda`, `list`, `self`, `compare`, `condition` as names of the author."""
    module = load(texts["names"])
    names = set(vars(module.Patient()))
    assert {"import_", "lambda_", "list_", "self_", "p_", "run_", "evaluate_", "print_"} <= names
    answer = module.evaluate({"import": 4, "lambda": True, "list": "str", "print": 3, "p": True, "run": False})
    assert answer.reports["compare"] == 2.5
    assert answer.reports["type"] == "text"


def test_a_name_that_is_none_is_a_bug_and_raises(small: Guideline) -> None:
    evil = ir.Input(name="x); import os; (", type=ir.FlagType())
    with pytest.raises(ValueError, match="no name of the language"):
        module_text(replace(small, inputs={**small.inputs, evil.name: evil}))
