"""Guidelines from text, and patients in the words of JSON, for the tests of the meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from textwrap import dedent

import pytest
from milligram.diagnostics import Severity
from milligram.interpret import Result, evaluate, read_patient
from milligram.ir import nodes as ir
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax.parser import parse

HEAD = """\
guideline g
  title "G"
  version 1.0.0
  status draft
  for "tests"
"""

Compile = Callable[[str], ir.Guideline]
Run = Callable[..., Result]


def compile_text(text: str) -> ir.Guideline:
    """A guideline with a plain header; a text that brings its own keeps it. It must resolve without an error."""
    source = SourceFile("g.mg", text if "\nguideline " in f"\n{text}" else HEAD + dedent(text))
    parsed = parse(source)
    assert parsed.file is not None, parsed.diagnostics
    resolved = resolve(parsed.file, source)
    errors = [d.message for d in (*parsed.diagnostics, *resolved.diagnostics) if d.level is Severity.ERROR]
    assert not errors, errors
    assert resolved.guideline is not None
    return resolved.guideline


def run_data(guideline: ir.Guideline, data: Mapping[str, object], today: date | None = None) -> Result:
    """The result for a patient that must be readable."""
    reading = read_patient(guideline, data, as_of=today)
    assert reading.patient is not None, reading.problems
    return evaluate(guideline, reading.patient, as_of=today)


@pytest.fixture(scope="session")
def compiled() -> Compile:
    return compile_text


@pytest.fixture(scope="session")
def run() -> Run:
    return run_data
