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
    r"(?:low|high|usual|normal|recommended|appropriate|suitable|adequate) (?:dose|doses|dosage|dosing)",
    r"within (?:the )?recommended",
    r"(?:close|careful|frequent|regular) monitoring",
    r"monitor (?:closely|carefully|regularly|frequently)",
    r"(?:as|if|when|where) (?:appropriate|necessary|needed|indicated|required|clinically indicated)",
    r"more (?:often|frequent(?:ly)?)",
    r"regularly|frequently|periodically|occasionally",
    r"start low|go slow|titrate slowly",
    r"adequate(?:ly)?|sufficient(?:ly)?|as tolerated",
    r"elderly",
    r"soon|in due course|after a while|for a while",
    r"high[- ]risk patients?",
)
"""Terms that two readers take differently; each needs a number, a condition, or `unspecified`."""

_VAGUE = re.compile(r"\b(?:" + "|".join(TERMS) + r")\b", re.IGNORECASE)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every vague term in what the guideline says to the clinician."""
    for text in advice_texts(context.file):
        for match in _VAGUE.finditer(context.source.slice(text.span)):
            yield context.finding(
                VAGUE,
                Span(text.span.start + match.start(), text.span.start + match.end()),
                f"`{match.group()}` tells two readers two things",
                help='say how much, how often or when; or, if the source does not, say `unspecified "…"`',
            )
