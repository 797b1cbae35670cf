"""What the compiler raises, what it claims to look for, and what is registered are the same codes."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from milligram.diagnostics import CHECKED, CODES, Code, registry

ROOT = Path(__file__).resolve().parents[2]
_BY_NAME = {name: value.code for name, value in vars(registry).items() if isinstance(value, Code)}


def _codes_in(tree: ast.Module) -> set[str]:
    """The codes that a module names: imported constants, ``registry.NAME``, or ``CODES["MG103"]``."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="milligram.diagnostics.registry", names=names):
                found |= {_BY_NAME[alias.name] for alias in names if alias.name in _BY_NAME}
            case ast.Attribute(value=ast.Name(id="registry"), attr=name) if name in _BY_NAME:
                found.add(_BY_NAME[name])
            case ast.Subscript(value=ast.Name(id="CODES"), slice=ast.Constant(value=str(number))):
                found.add(number)
            case _:
                pass
    return found


def _raised() -> dict[str, set[str]]:
    """Each code that a module outside of diagnostics uses, with the modules."""
    raised: dict[str, set[str]] = defaultdict(set)
    for folder in ("compiler", "targets"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "diagnostics" not in path.parts:
                for code in _codes_in(ast.parse(path.read_text(encoding="utf-8"))):
                    raised[code].add(str(path.relative_to(ROOT)))
    return raised


def test_every_constant_of_the_registry_is_in_its_table() -> None:
    assert sorted(_BY_NAME.values()) == list(CODES)


def test_a_code_that_is_raised_is_registered_and_claimed() -> None:
    """Else `explain` would say of a finding that this version does not look for it."""
    assert {code: where for code, where in _raised().items() if code not in CHECKED} == {}


def test_a_code_that_is_claimed_is_raised_somewhere() -> None:
    """Else a guideline would count as searched for a fault that nothing looks for."""
    assert CHECKED - set(_raised()) == frozenset()
