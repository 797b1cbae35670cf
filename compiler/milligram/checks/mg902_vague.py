"""MG902 vague terms outside ``unspecified``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.checks.prose import advice_texts
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import VAGUE
from milligram.source import Span

TERMS = (
    r"(?:extreme|great|utmost|with) caution",
    r"cautious(?:ly)?",
    r"reduced? (?:the )?doses?",
    r"(?:high|usual|normal|recommended|appropriate|suitable|adequate) (?:dose|doses|dosage|dosing)",
    r"within (?:the )?recommended",
    r"(?:close|careful|frequent|regular) monitoring",
    r"monitor (?:closely|carefully|regularly|frequently)",
    r"(?:as|if|when|where) (?:clinically )?(?:appropriate|indicated)",
    r"(?:as|if|when|where) necessary",
    r"as tolerated",
    r"regularly|frequently|periodically|occasionally",
    r"more often|more frequent(?:ly)?",
    r"start low|go slow|titrate slowly",
    r"(?:adequate|sufficient) (?:amounts?|fluids?|hydration|intake|rest|time)",
    r"the elderly|elderly (?:patients?|people|persons?|adults?)",
    r"as soon as possible|soon(?! as)|in due course|after a while|for a while",
    r"high[- ]risk patients?",
)
"""Terms that two readers take differently; each needs a number, a condition, or `unspecified`.

Left alone: what the patient decides ("as needed", "if required" are how a ward says on demand), and names of regimens
("low-dose aspirin").
"""

_VAGUE = re.compile(r"\b(?:" + "|".join(TERMS) + r")\b", re.IGNORECASE)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every vague term in what the guideline says to the clinician."""
    for text in advice_texts(context.file):
        for match in _VAGUE.finditer(context.source.slice(text.span)):
            yield context.finding(
                VAGUE,
                Span(text.span.start + match.start(), text.span.start + match.end()),
                f"`{match.group()}` is read differently by different readers",
                help='say how much, how often or when; or, if the source does not, say `unspecified "…"`',
            )
