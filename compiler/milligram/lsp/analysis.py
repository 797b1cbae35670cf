"""What a text says before anything is proved: its tree, its meaning, and the faults of reading, names and units.

Enters: a source. Leaves: a `Reading`. It takes a tenth of a second for a thousand lines; the proofs come later.

    input k in mmol/L … under 3 mg/dL   ->   MG304 at once
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from milligram.checks.allowed import without_allowed
from milligram.diagnostics import Diagnostic, Severity
from milligram.ir.nodes import Guideline
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram.syntax.again import Memory
from milligram.syntax.nodes import File, Ident
from milligram.syntax.reading import MAX_BYTES, too_large

_OF_READING = re.compile(r"MG0(?!00)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One text as far as it is understood without a proof; ``findings`` are those that no ``allow`` silences."""

    source: SourceFile = field(repr=False)
    file: File | None = field(default=None, repr=False)
    guideline: Guideline | None = field(default=None, repr=False)
    findings: tuple[Diagnostic, ...] = ()
    broken: tuple[Ident, ...] = ()
    read_whole: bool = False
    """Every line could be read: the tree says all that the text says."""
    whole: bool = False
    """Every name and unit is settled too."""

    def means_the_same(self, other: Reading) -> bool:
        """Whether two texts differ in comments, blank lines and the space between words alone."""
        if not (self.read_whole and other.read_whole) or self.file is None or other.file is None:
            return False
        try:
            return self.file.declarations == other.file.declarations
        except RecursionError:  # a formula of a thousand terms
            return False


def read(source: SourceFile, memory: Memory | None = None) -> Reading:
    """Reads, names and measures a text; with a ``memory`` of the one before, only what is new of it is read."""
    if len(source.text) > MAX_BYTES or len(source.text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Reading(source=source, findings=(too_large(source),))
    parsed = parse(source, memory)
    if parsed.file is None:
        return Reading(source=source, findings=parsed.diagnostics)
    resolved = resolve(parsed.file, source, parsed.unread)
    early = (*parsed.diagnostics, *resolved.diagnostics)
    guideline = resolved.guideline
    return Reading(
        source=source,
        file=parsed.file,
        guideline=guideline,
        findings=without_allowed(parsed.file, source, early, frozenset()) if "allow" in source.text else early,
        broken=parsed.broken,
        read_whole=not any(_is_fault(found) for found in parsed.diagnostics),
        whole=guideline is not None and not guideline.left_out and not any(_is_fault(found) for found in early),
    )


def _is_fault(found: Diagnostic) -> bool:
    return found.level is Severity.ERROR and _OF_READING.match(found.code.code) is not None
