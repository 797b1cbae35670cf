"""What cannot be printed on a card: a text with no room (MG904), a character with no glyph (MG905).

Enters: a card, its guideline and the paper. Leaves: findings, each at the line of the guideline that is at fault. Texts
in the body of a card wrap, break and go on overleaf; the marks at the head and the line at the foot stand on every side
and have a fixed room, so that only they can be too long.

    version 1.0.0-release-candidate-of-the-…   ->   MG904 at that version
    title "Dose \\U0001f600"                       ->   MG905 at that sign
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum

from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import LINE_CANNOT_FIT, NO_GLYPH
from milligram.ir.nodes import Guideline
from milligram.ir.unproved import unproved
from milligram.source import Span

from milligram_targets.card.model import Card
from milligram_targets.card.papers import Paper
from milligram_targets.card.render import fitted
from milligram_targets.fonts.coverage import missing

MOST_CHARACTERS = 200_000
"""Of a card's content: sixty decisions with long reasons take 165 000; ten times as much takes all memory."""

_SHOWN = 48
"""Characters of a text that a finding quotes."""


def findings(card: Card, guideline: Guideline, paper: Paper, *, grey: bool = False) -> tuple[Diagnostic, ...]:
    """What would be cut off or could not be shown, or is far more than a card."""
    unknown = tuple(_no_glyph(card, guideline))
    if unknown:
        return unknown
    size = sum(map(len, _texts(card)))
    if size > MOST_CHARACTERS:
        return (_too_much(card, guideline, size),)
    return tuple(_no_room(place, guideline) for place in fitted(card, paper, grey=grey).layout.overfull)


def _no_glyph(card: Card, guideline: Guideline) -> Iterator[Diagnostic]:
    """Every character of the card that the bundled fonts cannot show, once, at the place where the guideline has it."""
    for char in missing("".join(_texts(card))):
        at = _written(char, guideline)
        line = guideline.source.line_of(at)
        yield Diagnostic(
            code=NO_GLYPH,
            message=f"line {line} has “{char}” (U+{ord(char):04X}), which the card's typeface cannot show",
            source=guideline.source,
            span=at,
            help="write it in Latin or Greek letters, or leave it out",
        )


def _no_room(place: str, guideline: Guideline) -> Diagnostic:
    """The text that leaves no room at the head or the foot: the longest of those that stand there."""
    if place == "head":
        reason = max(unproved(guideline), key=len, default="")
        at = _written(reason, guideline)
        what, where, repair = "the reason", "in the mark at the head of every side", "shorten the reason"
    else:
        name = len(guideline.name) > len(guideline.version)
        reason = guideline.name if name else guideline.version
        at = _declared("guideline" if name else "version", reason, guideline)
        what, where = "the name" if name else "the version", "at the foot of every side"
        repair = f"shorten {what}"
    line = guideline.source.line_of(at)
    return Diagnostic(
        code=LINE_CANNOT_FIT,
        message=f"{what} on line {line}, “{_short(reason)}”, has no room {where}",
        source=guideline.source,
        span=at,
        help=f"{repair}, of {len(reason)} characters",
    )


def _too_much(card: Card, guideline: Guideline, size: int) -> Diagnostic:
    """More than any card holds; names the longest text that the author wrote."""
    longest = next(
        (text for text in sorted(_texts(card), key=len, reverse=True) if _find(text, guideline)), guideline.title
    )
    at = _written(longest, guideline)
    return Diagnostic(
        code=LINE_CANNOT_FIT,
        message=f"the card would hold {size:,} characters, and {MOST_CHARACTERS:,} are the most; "
        f"the longest text is on line {guideline.source.line_of(at)}, “{_short(longest)}”",
        source=guideline.source,
        span=at,
        help="shorten the longest texts, or make two guidelines of it",
    )


def _short(text: str) -> str:
    """The start of a text, where it is long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _texts(part: object) -> Iterator[str]:
    """Every text of a card."""
    if isinstance(part, str) and not isinstance(part, Enum):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))


def _written(words: str, guideline: Guideline) -> Span:
    """Where the guideline has these words outside of comments, as they are or as a quoted text spells them; its header
    where it has them nowhere (the words were put together)."""
    return _find(words, guideline) or guideline.header_span


def _find(words: str, guideline: Guideline) -> Span | None:
    text = _uncommented(guideline.source.text)
    for spelled in dict.fromkeys((words, words.replace("\\", "\\\\").replace('"', '\\"'))):
        at = text.find(spelled) if spelled else -1
        if at >= 0:
            return Span(at, at + len(spelled))
    return None


def _declared(keyword: str, words: str, guideline: Guideline) -> Span:
    """Where a line that starts with a keyword has these words."""
    start = 0
    for line in guideline.source.text.split("\n"):
        if line.split(maxsplit=1)[:1] == [keyword] and words in line:
            at = start + line.index(words, line.index(keyword) + len(keyword))
            return Span(at, at + len(words))
        start += len(line) + 1
    return guideline.header_span


def _uncommented(text: str) -> str:
    """The text with blanks for its comments, so that offsets stay."""
    out: list[str] = []
    for line in text.split("\n"):
        quoted = escaped = False
        end = len(line)
        for at, char in enumerate(line):
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = quoted
            elif char == '"':
                quoted = not quoted
            elif char == "#" and not quoted:
                end = at
                break
        out.append(line[:end] + " " * (len(line) - end))
    return "\n".join(out)
