"""What Milligram says about a guideline: values, never exceptions.

Enters: a code of `registry`, a message in the author's words and the places it is about. Leaves: a
`Diagnostic`, which the renderers print as text, JSON or SARIF.

    Diagnostic(code=SHARED_BOUNDARY, message="exactly 30 mL/min is in two branches", source=…, span=…)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from milligram.source import SourceFile, Span


class Severity(StrEnum):
    """An error refuses to build; a warning builds and says so (``--strict`` makes it an error)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One registered finding: ``MG103``, its slug ``shared-boundary``, its usual severity."""

    code: str
    slug: str
    severity: Severity
    can_allow: bool = True
    """Whether ``allow MG107 because "…"`` may silence it."""
    finds: str
    """What it finds, in one sentence."""

    @property
    def title(self) -> str:
        """The slug as it is read aloud: ``shared boundary``."""
        return self.slug.replace("-", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A second place that a finding is about, with a few words; ``source`` where that is another file."""

    span: Span
    text: str
    source: SourceFile | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A repair that a tool can apply: replace the text at ``span``."""

    span: Span
    replacement: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding at one place. ``witness`` maps input names to the author's way of writing a value."""

    code: Code
    message: str
    source: SourceFile = field(repr=False)
    span: Span
    labels: tuple[Label, ...] = ()
    help: str | None = None
    witness: Mapping[str, str] | None = None
    edits: tuple[Edit, ...] = ()
    """One repair: they do not overlap, and are made together."""
    severity: Severity | None = None
    """Overrides the code's usual severity (some codes are an error in one place and a warning in another)."""

    @property
    def level(self) -> Severity:
        """The severity that holds."""
        return self.severity or self.code.severity


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file, then by place, then by code: the order in which every renderer prints."""
    return sorted(diagnostics, key=lambda d: (d.source.path, d.span, d.code.code, d.message))


def strict(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same findings with every warning an error, as ``--strict`` asks."""
    return tuple(replace(d, severity=Severity.ERROR) for d in diagnostics)
