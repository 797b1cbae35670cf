"""What may come next at a place of a text that is being written.

Enters: a `Known` and an offset. Leaves: a `Place`: the states of the parser there, the word that is being typed, the
words before it on its line, and the lines that it stands under. Faults elsewhere in the text do not matter.

    under `pathway`, after `give `   ->   states that take a name or a number; before=("give",); above=("pathway",)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from milligram.lsp.know import Known
from milligram.lsp.know.lost import inside_words
from milligram.source import SourceFile, Span
from milligram.syntax.characters import clean
from milligram.syntax.layout import Chunk, Layout, lay_out
from milligram.syntax.machine import acceptable, states_after
from milligram.syntax.recovery import ChunkReader
from milligram.syntax.tables import tables

_NAME_BEFORE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_UNIT_BEFORE = re.compile(r"(?<![^ (])[A-Za-zµμ°%/][^\s\"#()|:,=]*(?:(?<=/1\.73) m?2?)?\Z")
_AFTER = re.compile(r"[A-Za-z0-9_]*")
_UNIT_AFTER = re.compile(r"[A-Za-z0-9_/µμ°%²³\[\]^*.]*")
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|[A-Za-z_][A-Za-z0-9_/%]*|-?\d[\d.]*(?:-\d\d-\d\d)?|<=|>=|[^\s\w"]')
_LISTS = frozenset({"any", "all", "least"})
"""The words of a define whose lines are conditions."""
STAND_IN = "x"
"""What the word that is being typed is taken for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a text. ``states`` are None where no line can start as deep as this one; ``carried`` are those behind
    the line above where this one, further in, may carry that on. ``above`` are the lines around it, outermost first.
    """

    replace: Span
    word: str
    before: tuple[str, ...]
    line: str
    """The line as far as it is written before the word, with the lines that it carries on."""
    above: tuple[str, ...]
    beside: tuple[str, ...]
    """The lines under the same line, before this one."""
    states: tuple[int, ...] | None
    carried: tuple[int, ...] | None = None

    @property
    def head(self) -> str:
        """The first word of the line; empty where the one being typed is it."""
        return self.before[0] if self.before else ""

    @property
    def last(self) -> str:
        """The word or sign before the one being typed."""
        return self.before[-1] if self.before else ""

    @property
    def declaration(self) -> str:
        """The first word of the declaration that it stands in."""
        return words_of(self.above[0])[0] if self.above and words_of(self.above[0]) else self.head

    def takes(self) -> frozenset[str]:
        """The terminals that can come next."""
        return acceptable(self.states) if self.states is not None else frozenset()


def words_of(line: str) -> tuple[str, ...]:
    """The words, numbers, texts and signs of a line."""
    return tuple(_TOKEN.findall(line))


@dataclass(frozen=True, slots=True)
class Column:
    """What a cell is a cell of; ``given`` where it stands behind the `gives` of a table."""

    name: str
    given: bool = False


def column_at(place: Place, before: tuple[str, ...] | None = None) -> Column | None:
    """The column of the cell that starts at a place: in a branch of `decide by`, a row of a table, a define by cases;
    or that starts behind the words ``before`` of its line."""
    before = place.before if before is None else before
    if not place.above or (before and before[-1] not in (",", "|")):
        return None
    holder = words_of(place.above[-1])
    if not holder:
        return None
    if "by" not in holder or holder[0] not in ("decide", "table"):
        by_cases = holder[0] == "define" and len(holder) > 1 and not _LISTS & set(holder[2:]) and not before
        return Column(holder[1], given=True) if by_cases else None
    names = [name for name in holder[holder.index("by") + 1 :] if name not in (",", "first", "that", "applies")]
    asked = len(names)
    if holder[0] == "table" and "gives" in names:
        asked = names.index("gives")
        names.remove("gives")
    cell = before.count("|")
    return Column(names[cell], given=cell >= asked) if cell < len(names) else None


def place_at(known: Known, offset: int) -> Place | None:
    """What an offset is a place for; None in a text or comment."""
    text = known.source.text
    offset = max(0, min(offset, len(text)))
    if inside_words(text, offset):
        return None
    line_start = text.rfind("\n", 0, offset) + 1
    unit = _UNIT_BEFORE.search(text, line_start, offset)
    if unit is not None:
        place = _place(known, offset, unit.start(), _UNIT_AFTER)
        if place is not None and "UNIT" in place.takes():
            return place
    name = _NAME_BEFORE.search(text, line_start, offset)
    return _place(known, offset, name.start() if name else offset, _AFTER)


def _place(known: Known, offset: int, start: int, after: re.Pattern[str]) -> Place | None:
    text = known.source.text
    ending = after.match(text, offset)
    replace = Span(start, ending.end() if ending else offset)
    word = text[start:offset]
    line_start = text.rfind("\n", 0, start) + 1
    if start == line_start:
        return Place(replace=replace, word=word, before=(), line="", above=(), beside=(), states=(tables().start,))
    source = SourceFile(known.source.path, text[_margin(text, line_start) : start] + STAND_IN)
    layout = lay_out(source, clean(source).text)
    if not layout.chunks:
        return None
    chunk = layout.chunks[-1]
    number = len(chunk.lines) - 1
    line = chunk.lines[-1]
    end = len(source.text) - len(STAND_IN)
    written = layout.text[line.start : end]
    return Place(
        replace=replace,
        word=word,
        before=words_of(written),
        line=written,
        above=_above(layout, chunk),
        beside=_beside(layout, chunk),
        states=_states(source, layout, chunk, number, end),
        carried=_carried(source, layout, chunk, number) if not written.strip() and number else None,
    )


def _margin(text: str, line_start: int) -> int:
    """Where the declaration starts that a line stands in: the nearest line at the margin that is no comment."""
    at = line_start
    while at > 0 and (at >= len(text) or text[at] in ' \t\n#"'):
        at = text.rfind("\n", 0, at - 1) + 1
    return at


def _reader(source: SourceFile, layout: Layout, chunk: Chunk) -> ChunkReader:
    """Reads without saying what is wrong: each line counts as told."""
    return ChunkReader(source, layout.text, chunk, set(range(1, len(source.line_starts) + 1)))


def _states(source: SourceFile, layout: Layout, chunk: Chunk, number: int, end: int) -> tuple[int, ...] | None:
    states = _reader(source, layout, chunk).states_before(number)
    return None if states is None else states_after(states, layout.text[chunk.lines[number].start : end])


def _carried(source: SourceFile, layout: Layout, chunk: Chunk, number: int) -> tuple[int, ...] | None:
    """The states behind the line above, where this one stands further in than that."""
    above, line = chunk.lines[number - 1], chunk.lines[number]
    if _indent(layout.text, line.start) <= _indent(layout.text, above.start):
        return None
    return _states(source, layout, chunk, number - 1, above.end)


def _indent(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _above(layout: Layout, chunk: Chunk) -> tuple[str, ...]:
    """The lines that the last line of a chunk stands under, outermost first."""
    depth = chunk.lines[-1].depth
    found: list[str] = []
    for line in reversed(chunk.lines[:-1]):
        if line.depth < depth:
            found.append(layout.text[line.start : line.end])
            depth = line.depth
    return tuple(reversed(found))


def _beside(layout: Layout, chunk: Chunk) -> tuple[str, ...]:
    depth = chunk.lines[-1].depth
    found: list[str] = []
    for line in reversed(chunk.lines[:-1]):
        if line.depth < depth:
            break
        if line.depth == depth:
            found.append(layout.text[line.start : line.end])
    return tuple(reversed(found))
