"""Files that are no guideline at all, of which one thing is to be said: what they are.

Enters: a source. Leaves: a finding, or None.

    %PDF-1.7 …        ->   MG010: the file is a PDF, and a guideline is plain text
    <<<<<<< HEAD      ->   MG001: two versions of these lines stand here
"""

from __future__ import annotations

import re
from itertools import takewhile

from milligram.diagnostics.model import Diagnostic, Label
from milligram.diagnostics.registry import MISSING_PART, SYNTAX, UNREADABLE_FILE
from milligram.source import NOWHERE, SourceFile, Span
from milligram.syntax.characters import other_encoding
from milligram.syntax.layout import Chunk, LogicalLine
from milligram.syntax.places import DECLARATIONS, owners

_KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"%PDF-"), "a PDF"),
    (re.compile(r"PK\x03\x04"), "a zipped file, as Word and Excel write"),
    (re.compile(r"\{\\rtf"), "rich text, as a word processor writes"),
    (re.compile(r"\s*<(?:!DOCTYPE|\?xml|[A-Za-z]+[ >])", re.IGNORECASE), "a page of HTML or XML"),
    (re.compile(r"\s*(?:\{\s*(?:\"|\}\s*\Z)|\[\s*[\[{\"\d])"), "JSON"),
)
_MERGE = re.compile(r"^(?:<{7} |={7}$|>{7} ).*$", re.MULTILINE)
_MOST_MARKS = 5
_AT_MARGIN = re.compile(r"^(?![#\s])\W*(\w*).*$", re.MULTILINE)
_FEW = 3
"""So many lines may be slips of one who knows how a guideline starts."""


def no_guideline(source: SourceFile) -> Diagnostic | None:
    """What a file is that holds no guideline."""
    return other_encoding(source) or _other_format(source) or _merge(source) or _prose(source)


def _other_format(source: SourceFile) -> Diagnostic | None:
    for pattern, name in _KINDS:
        if pattern.match(source.text):
            return Diagnostic(
                code=UNREADABLE_FILE,
                message=f"the file is {name}, and a guideline is plain text",
                source=source,
                span=NOWHERE,
                help="write the guideline in a file of its own; `milligram new` writes its first lines",
            )
    return None


def _merge(source: SourceFile) -> Diagnostic | None:
    """The marks of an unfinished merge: two texts in one, of which none is meant."""
    places = [Span(*found.span()) for found in _MERGE.finditer(source.text)]
    if not places or not source.slice(places[0]).startswith("<"):
        return None
    return Diagnostic(
        code=SYNTAX,
        message="two versions of these lines stand here, between the marks of a merge that was not finished",
        source=source,
        span=places[0],
        labels=tuple(Label(span=place, text="another mark") for place in places[1:_MOST_MARKS]),
        help="keep the lines of one version, and delete the marks",
    )


def without_first_line(source: SourceFile, chunks: tuple[Chunk, ...]) -> Diagnostic | None:
    """The finding on a file whose header stands without its first line, ``guideline NAME``."""
    lines = [line for chunk in chunks for line in chunk.lines]
    header = [*takewhile(lambda line: owners(_first_word(source, line)) == ("guideline",), lines)]
    if not header:
        return None
    places = [Span(line.start, line.end) for line in header]
    return Diagnostic(
        code=MISSING_PART,
        message="the line above the header, which names the guideline, is missing",
        source=source,
        span=places[0],
        labels=tuple(Label(span=place, text="of the header") for place in places[1:]),
        help="write a line such as `guideline sore_throat` above it, at the margin",
    )


def _first_word(source: SourceFile, line: LogicalLine) -> str:
    found = re.compile(r"\w*").match(source.text, line.start)
    return found.group() if found is not None else ""


def _prose(source: SourceFile) -> Diagnostic | None:
    """A text of which no line at the margin starts as one of a guideline does."""
    lines = list(_AT_MARGIN.finditer(source.text))
    if len(lines) < _FEW or any(line[1].lower() in DECLARATIONS for line in lines):
        return None
    return Diagnostic(
        code=MISSING_PART,
        message="no line of this file starts as those of a guideline do",
        source=source,
        span=Span(*lines[0].span()),
        help="start it with a line such as `guideline sore_throat`; `milligram new` writes the first lines",
    )
