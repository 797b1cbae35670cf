"""Guidelines from text, for the tests of the graph."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest
from milligram.ir import nodes as ir
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse

Compile = Callable[[str], ir.Guideline]


@pytest.fixture(scope="session")
def compiled() -> Compile:
    """A guideline with a plain header; faults of its structure are what is tested."""

    def compile_text(text: str) -> ir.Guideline:
        source = SourceFile("g.mg", 'guideline g\n  title "G"\n  version 1.0.0\n' + dedent(text))
        parsed = parse(source)
        assert parsed.file is not None, parsed.diagnostics
        assert not parsed.diagnostics, parsed.diagnostics
        resolved = resolve(parsed.file, source)
        assert not resolved.diagnostics, resolved.diagnostics
        assert resolved.guideline is not None
        return resolved.guideline

    return compile_text
