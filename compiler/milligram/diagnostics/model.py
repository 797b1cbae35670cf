"""What Milligram says about a guideline: values, never exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A second place that a finding is about, with a few words."""

    span: Span
    text: str


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
    severity: Severity | None = None
    """Overrides the code's usual severity (some codes are an error in one place and a warning in another)."""

    @property
    def level(self) -> Severity:
        """The severity that holds."""
        return self.severity or self.code.severity
