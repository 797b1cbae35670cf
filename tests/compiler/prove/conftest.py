"""Guidelines from text, for the tests of what can be proved."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest
from milligram.diagnostics import Severity
from milligram.ir import nodes as ir
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse

Compile = Callable[[str], ir.Guideline]


@pytest.fixture(scope="session")
def compiled() -> Compile:
    """A guideline with a plain header; it must resolve without an error."""

    def compile_text(text: str) -> ir.Guideline:
        source = SourceFile("g.mg", 'guideline g\n  title "G"\n  version 1.0.0\n' + dedent(text))
        parsed = parse(source)
        assert parsed.file is not None, parsed.diagnostics
        resolved = resolve(parsed.file, source)
        errors = [d.message for d in (*parsed.diagnostics, *resolved.diagnostics) if d.level is Severity.ERROR]
        assert not errors, errors
        assert resolved.guideline is not None
        return resolved.guideline

    return compile_text
