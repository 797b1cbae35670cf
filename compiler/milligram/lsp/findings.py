"""Findings as an editor shows them: what is said, how sure it is, and which words go with it.

Enters: findings with their standing. Leaves: `Shown` values, whose message has the patient and the repair in it.

    MG101 …   ->   no branch covers creatinine clearance at least 60 mL/min
                   patient: creatinine_clearance 90 mL/min
                   repair: add a branch `at least 60 mL/min`
                   (as before the last edit; being proved again)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from milligram.checks.allowed import scopes
from milligram.diagnostics import CHECKED, Diagnostic
from milligram.diagnostics.display import visible
from milligram.diagnostics.manual import PAGES
from milligram.diagnostics.registry import NOT_DECIDED
from milligram.lsp.analysis import Reading
from milligram.source import NOWHERE, Span

State: TypeAlias = Literal["read", "proved", "earlier", "unread"]
"""Found by reading alone; by proofs on this text; by proofs on an earlier one, and being proved again; by proofs on an
earlier one, in lines that cannot be read now."""

TO_BE_WRITTEN = "…"
"""The reason of an ``allow`` that was put in by a tool."""

_NOTES: dict[State, str] = {
    "earlier": "(as before the last edit; being proved again)",
    "unread": "(as when these lines could last be read)",
}
_UNUSED = frozenset({"MG105", "MG106", "MG807"})
"""Lines that do nothing, which an editor may grey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One finding with its standing."""

    finding: Diagnostic
    state: State

    @property
    def message(self) -> str:
        """All that is said, in lines of plain text; a character that is not shown is written by its number."""
        return "\n".join(_lines(self))

    @property
    def is_unused(self) -> bool:
        """Whether the lines do nothing."""
        return self.finding.code.code in _UNUSED


def _lines(shown: Shown) -> Iterator[str]:
    found = shown.finding
    yield visible(found.message)
    if found.witness is not None:
        patient = ", ".join(f"{name} {value}" for name, value in found.witness.items())
        yield f"patient: {visible(patient) or 'anybody of whom nothing is known yet'}"
    repair = found.help or "; ".join(dict.fromkeys(edit.title for edit in found.edits))
    if repair:
        yield f"repair: {visible(repair)}"
    if shown.state in _NOTES:
        yield _NOTES[shown.state]


def page_of(found: Diagnostic) -> str | None:
    """The page of the finding's code, as a link; None for one without a page."""
    code = found.code.code
    return (PAGES / f"{code}.md").as_uri() if code in CHECKED else None


def shown(findings: Iterable[Diagnostic], state: State) -> tuple[Shown, ...]:
    """Findings that stand alike."""
    return tuple(Shown(finding=found, state=state) for found in findings)


def given_up(reading: Reading, why: str) -> Diagnostic:
    """MG000 for a text whose proofs did not come to an end at all."""
    span = NOWHERE
    if reading.guideline is not None:
        head = reading.guideline.header_span
        end = reading.source.text.find("\n", head.start, head.end)
        span = Span(head.start, head.end if end < 0 else end)
    return Diagnostic(
        code=NOT_DECIDED,
        message=f"the proofs were given up: {why}",
        source=reading.source,
        span=span,
        help="run `milligram check` on the file, which takes more time",
    )


def unwritten_reasons(reading: Reading) -> tuple[Span, ...]:
    """Each ``allow`` whose reason is still to be written."""
    if reading.file is None:
        return ()
    allows = (scope.allow for scope in scopes(reading.file))
    return tuple(allow.because.span for allow in allows if not any(map(str.isalnum, allow.because.value)))
