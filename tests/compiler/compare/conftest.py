"""Guidelines, whole and small, with the cases that are generated for them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent

from milligram.compare.cases.generate import Generated, generate_cases
from milligram.diagnostics import Severity
from milligram.ir import nodes as ir
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax.parser import parse

GUIDELINES = Path(__file__).parents[3] / "guidelines"
SOUND = sorted(path for path in GUIDELINES.rglob("*.mg") if "as_published" not in path.parts)

HEAD = """\
guideline g
  title "G"
  version 1.0.0
  status draft
  for "tests"
"""


def name_of(path: Path) -> str:
    return str(path.relative_to(GUIDELINES))


def compile_text(text: str) -> ir.Guideline:
    """A guideline that resolves without an error; one without a header is given a plain one."""
    source = SourceFile("g.mg", text if "guideline " in text else HEAD + dedent(text))
    parsed = parse(source)
    assert parsed.file is not None, parsed.diagnostics
    resolved = resolve(parsed.file, source, parsed.unread)
    errors = [d.message for d in (*parsed.diagnostics, *resolved.diagnostics) if d.level is Severity.ERROR]
    assert not errors, errors
    assert resolved.guideline is not None
    return resolved.guideline


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def guideline_of(path: Path) -> ir.Guideline:
    return compile_text(text_of(path))


@cache
def generated_for(path: Path) -> Generated:
    return generate_cases(guideline_of(path))


def with_cases(text: str, generated: Generated) -> str:
    """The text of a guideline with the generated cases pasted behind it."""
    return f"{text.rstrip()}\n\n{generated.text}"
