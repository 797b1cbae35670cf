"""What resolve left out of a guideline for a fault, and which findings would be untrue for want of it.

Enters: the syntax tree and the IR. Leaves: the places of the statements that only the tree has, and whether a finding
is on patients whom one of them may have kept away.

    when patient is bleeding:      (`patient` is unknown: the `when` is not in the IR)
      end
    give 5 mg of warfarin daily    ->   nothing is said of whoever comes here
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import (
    ARITHMETIC_UNDEFINED,
    CAUTION_WITHOUT_ACTION,
    CONTRADICTION,
    ESCALATION_NOT_MONOTONE,
    GAP,
    INVARIANT_BROKEN,
    MASKED,
    MAXIMUM_EXCEEDED,
    MEASURED_TOO_LATE,
    NOT_KNOWN_BEFORE,
    ORDER,
    OVERLAP,
    SILENT_UNKNOWN,
    UNSAFE_UNKNOWN,
)
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.source import SourceFile, Span
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend

_ON_SOMEBODY = frozenset(
    {
        ARITHMETIC_UNDEFINED,
        CAUTION_WITHOUT_ACTION,
        CONTRADICTION,
        ESCALATION_NOT_MONOTONE,
        GAP,
        INVARIANT_BROKEN,
        MASKED,
        MAXIMUM_EXCEEDED,
        MEASURED_TOO_LATE,
        NOT_KNOWN_BEFORE,
        ORDER,
        OVERLAP,
        SILENT_UNKNOWN,
        UNSAFE_UNKNOWN,
    }
)
"""What is found of a patient who comes to a place. That nobody comes there stays true when more are let through."""


class LeftOut:
    """The statements of one text that its meaning lacks."""

    def __init__(
        self, file: ast.File, guideline: ir.Guideline, source: SourceFile, earlier: tuple[Diagnostic, ...]
    ) -> None:
        self.places: tuple[Span, ...] = ()
        """Where they stand."""
        self._turns: list[tuple[ast.Declaration, Span]] = []
        self._anybody = False
        self._blocks: list[ast.Declaration] = []
        if any(found.level is Severity.ERROR for found in earlier):  # nothing is left out without an error
            self._look(file, guideline, source, earlier)

    def _look(
        self, file: ast.File, guideline: ir.Guideline, source: SourceFile, earlier: tuple[Diagnostic, ...]
    ) -> None:
        kept = {statement.span for statement in all_statements(guideline)}
        self._blocks = [
            each for each in file.declarations if isinstance(each, ast.Pathway | ast.Part | ast.Regimen | ast.Caution)
        ]
        missing = [
            (block, node)
            for block in self._blocks
            for node in descend(block)
            if isinstance(node, ast.Statement) and node.span not in kept
        ]
        self.places = tuple(node.span for _, node in missing)
        self._turns = [
            (block, node.span) for block, node in missing if isinstance(node, ast.When | ast.Decide | ast.Follow)
        ]
        self._anybody = _lets_anybody_in(file, guideline, source, earlier)

    def is_within(self, span: Span) -> bool:
        """Whether something at this place is left out."""
        return any(span.start <= place.start < span.end for place in self.places)

    def may_turn_away_before(self, span: Span) -> bool:
        """Whether some of those who come to a place may be kept from it by what is left out."""
        if self._anybody:
            return True
        here = next((block for block in self._blocks if block.span.start <= span.start < block.span.end), None)
        if here is None:
            return False  # a definition, an input, a rule: it is for everybody
        return any(not _is_before(here, span, block, place) for block, place in self._turns)

    def misleads(self, found: Diagnostic) -> bool:
        """Whether a finding on a patient may be untrue of the text as it is meant."""
        if found.code not in _ON_SOMEBODY:
            return False
        return any(self.may_turn_away_before(at) for at in (found.span, *(label.span for label in found.labels)))


def _is_before(here: ast.Declaration, span: Span, block: ast.Declaration, place: Span) -> bool:
    """Whether everybody has come past a place before they come to what is left out."""
    return isinstance(here, ast.Pathway) and isinstance(block, ast.Pathway) and span.start < place.start


def _lets_anybody_in(
    file: ast.File, guideline: ir.Guideline, source: SourceFile, earlier: tuple[Diagnostic, ...]
) -> bool:
    """Whether a line on which patients there are has no meaning: ``applies when``, ``impossible``."""
    ruled_out = {each.span for each in guideline.impossible}
    for declaration in file.declarations:
        match declaration:
            case ast.Header(applies_when=condition) if condition is not None and guideline.applies is None:
                return True
            case ast.Impossible(span=span) if span not in ruled_out:
                return True
            case _:
                pass
    return any(line.startswith("impossible") for line in _unread(source, earlier))


def _unread(source: SourceFile, earlier: tuple[Diagnostic, ...]) -> Iterator[str]:
    """The first lines of the declarations in which reading stopped."""
    for found in earlier:
        if found.level is Severity.ERROR and found.code.code < "MG011":
            end = source.text.find("\n", found.span.start)
            lines = source.text[: end if end >= 0 else len(source.text)].splitlines()
            yield next((line for line in reversed(lines) if line[:1].strip() and line[:1] != "#"), "")
