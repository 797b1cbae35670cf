"""One declaration, read line by line, going on after a faulty line.

Enters: a `Chunk` of logical lines. Leaves: its `Tree`, or None and the findings, with the tree of the other lines.

    when a undr 3:              the fault is reported; the block is read under a stand-in, `when x:`,
      advise agianst b    ->    so that its own fault is reported too; the tree is given up

The stand-in makes this panic-mode recovery with the line as its unit: after a fault the automaton goes back to its
state at the start of the line, so that no later line is misread because of an earlier one. The names in a stand-in are
empty, so that nobody looks for them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from milligram.diagnostics.model import Diagnostic, Label
from milligram.source import SourceFile, Span
from milligram.syntax.layout import Chunk, LogicalLine
from milligram.syntax.machine import Machine, Mark, Mismatch, Token, Tree
from milligram.syntax.misindented import BESIDE, branch_beside, too_deep, without_block
from milligram.syntax.places import owners

MAX_FINDINGS = 25
"""More would hide the first."""

_MOST_PLACES = 4

_STAND_INS = {
    "guideline": ("guideline x",),
    "source": ('source x "x"',),
    "define": ("define x any of:", "define x:"),
    "table": ("table by x gives y",),
    "score": ("score x",),
    "regimen": ("regimen x",),
    "monitor": ("monitor x: y",),
    "pitfall": ('pitfall "x"',),
    "caution": ("caution x when y:",),
    "pathway": ("pathway",),
    "part": ("part x",),
    "case": ('case "x"',),
    "when": ("when x:",),
    "decide": ('decide "x"',),
    "step": ("step 1:",),
    "then": ("then:",),
}
_ANY_OPENER = ("x:", "when x:", "step 1:")
_ALONE = ("continue", "otherwise: continue", "x | x", "x otherwise", "x")
"""What stands in for a faulty line with nothing under it, so that the line above it keeps its place."""
_BY = re.compile(r'(?:"[^"\n]*"|[^"\n])*? by ')
_BY_CASES = re.compile(r"\b(?:otherwise|when)\b")
_GOES_ON = re.compile(r"[ \n]*\n *(?:and|or)\b")
_FIRST_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class _Place(NamedTuple):
    """Where to go back to."""

    mark: Mark
    depth: int


class ChunkReader:
    """Reads one chunk; `told` holds the lines (from 1) on which something was already reported."""

    def __init__(self, source: SourceFile, text: str, chunk: Chunk, told: set[int]) -> None:
        self.source, self.text, self.chunk, self.told = source, text, chunk, told
        self.diagnostics: list[Diagnostic] = []
        self._machine = Machine(text)
        self._depth = 0
        self._before: dict[int, tuple[_Place, int]] = {}
        self._lossy: set[int] = set()
        self._reported: int | None = None
        self._beside: set[int] = set()
        self._hollow: set[int] = set()
        self._whole = True
        self.rest: Tree | None = None
        """Where lines are faulty: the tree of all others, with stand-ins for these."""
        self.faulty: list[Span] = []
        """The lines that the tree lacks, or holds a stand-in for."""

    def read(self) -> Tree | None:
        """The tree, when every line fits."""
        lines = self.chunk.lines
        return None if self._read_to(len(lines)) is None else self._finish(lines[-1].end)

    def states_before(self, number: int) -> tuple[int, ...] | None:
        """The states in which a line is met, whatever is wrong above it; None where no line can stand at its depth."""
        if self._read_to(number) != number:
            return None  # it stands under a line that cannot have one under it
        line = self.chunk.lines[number]
        return None if self._to_depth(line.depth, line.start) is not None else self._machine.states

    def _read_to(self, end: int) -> int | None:
        """Reads the lines before one; the number of the next to read, None where the chunk is given up."""
        lines = self.chunk.lines
        number = 0
        while number < end or (number == end < len(lines) and self._is_hollow(number)):
            if len(self.diagnostics) > MAX_FINDINGS:
                return None
            if self._is_hollow(number):
                if not self._give_up_hollow():
                    return None
                continue
            number = self._read(number)
        return number

    def _is_hollow(self, number: int) -> bool:
        """Whether the line above needs a block, and this one stands in none."""
        return self._machine.needs_block() and self.chunk.lines[number].depth <= self._depth

    def _read(self, number: int) -> int:
        """Reads one line; the number of the next one to read."""
        line = self.chunk.lines[number]
        place = _Place(self._machine.mark(), self._depth)
        fault = self._to_depth(line.depth, line.start)
        if fault is not None:
            self._report_indent(line, number)
            self._go_back(place)
            self._lose(line)
            while number < len(self.chunk.lines) and self.chunk.lines[number].depth >= line.depth:
                number += 1  # the lines beside it have the same cause
            return number
        self._before[line.depth] = (place, number)
        start_states = self._machine.states
        fault = self._machine.read_line(line.start, line.end)
        if fault is None:
            return number + 1
        self._report(line, fault, start_states, number)
        self.faulty.append(Span(line.start, line.end))
        self._go_back(place)
        after = self._after_block(number)
        if self._stand_in(number, place, start_states) if after > number + 1 else self._stand_alone(line, place):
            return number + 1
        self._lose(line)
        return after

    def _finish(self, end: int) -> Tree | None:
        while self._machine.needs_block():
            if not self._give_up_hollow():
                return None
        fault = self._to_depth(0, end)
        if fault is None:
            tree = self._machine.finish(end)
            if isinstance(tree, Tree):
                self.rest = tree
                return tree if self._whole else None
            fault = tree
        if self._whole:
            line = self.chunk.lines[-1]
            self._report(line, fault, fault.states, len(self.chunk.lines) - 1)
        return None

    # --- going back -----------------------------------------------------------------------------------------------

    def _go_back(self, place: _Place) -> None:
        self._machine.back_to(place.mark)
        self._depth = place.depth

    def _lose(self, line: LogicalLine) -> None:
        """A line is dropped: if the line above it now has no block left, that is no fault of its own."""
        if line.depth - 1 in self._before:
            self._lossy.add(self._before[line.depth - 1][1])

    def _after_block(self, number: int) -> int:
        """The first line after this one that is not under it."""
        depth = self.chunk.lines[number].depth
        number += 1
        while number < len(self.chunk.lines) and self.chunk.lines[number].depth > depth:
            number += 1
        return number

    def _give_up_hollow(self) -> bool:
        """Drops a line whose block is missing, or all faulty; False at the top of the chunk."""
        place, number = self._before[self._depth]
        if number not in self._lossy:
            self._report_hollow(self.chunk.lines[number], number)
        self._whole = False
        self._lose(self.chunk.lines[number])
        if number == 0:
            return False
        self._go_back(place)
        return True

    def _stand_in(self, number: int, place: _Place, start_states: tuple[int, ...]) -> bool:
        """Puts a correct line of the same kind in place of a faulty one; whether its block can now be read."""
        line = self.chunk.lines[number]
        found = _FIRST_WORD.match(self.text, line.start, line.end)
        word = found.group() if found else ""
        from milligram.syntax.expected import intended_word

        choices = _STAND_INS.get(word) or _STAND_INS.get(intended_word(word, start_states) or "", _ANY_OPENER)
        if choices == _STAND_INS["decide"] and (
            _BY.match(self.text, line.start, line.end) or '"' not in self.text[line.start : line.end]
        ):
            choices = ("decide by x",)
        below = self.chunk.lines[number + 1]
        if len(choices) == 2 and _BY_CASES.search(self.text, below.start, below.end):
            choices = choices[::-1]
        for words in choices:
            self._go_back(place)
            fits = self._to_depth(line.depth, line.start) is None
            if fits and self._machine.read_instead(words, line.start):
                return True
        self._go_back(place)
        return False

    def _stand_alone(self, line: LogicalLine, place: _Place) -> bool:
        """Puts the plainest line in place of a faulty one that has no block; whether there is one."""
        for words in _ALONE:
            self._go_back(place)
            if self._to_depth(line.depth, line.start) is None and self._machine.read_instead(words, line.start):
                return True
        self._go_back(place)
        return False

    def _to_depth(self, depth: int, at: int) -> Mismatch | None:
        while self._depth != depth:
            word = "_INDENT" if depth > self._depth else "_DEDENT"
            if (fault := self._machine.feed(Token(word, "", at, at))) is not None:
                return fault
            self._depth += 1 if depth > self._depth else -1
        return None

    # --- saying so ------------------------------------------------------------------------------------------------

    def _is_told(self, line: LogicalLine) -> bool:
        first, last = self.source.position(line.start).line, self.source.position(line.end).line
        return any(number in self.told for number in range(first, last + 1))

    def _report(self, line: LogicalLine, fault: Mismatch, states: tuple[int, ...], number: int) -> None:
        self._whole = False
        if self._is_told(line):
            return
        if _GOES_ON.match(self.text, line.end) and fault.token.type == "_NL":
            return  # the line that carries this one on stands in the wrong column, and that is said there
        from milligram.syntax.messages import explain_mismatch, no_other_branch  # only a fault needs it

        opens = self._after_block(number) > number + 1
        found = explain_mismatch(self.source, self.text, line, fault, states, opens)
        if self._is_chain(number):
            found = no_other_branch(self.source, found.span)
        if (above := self._decide_beside(number, found)) is not None:
            self._beside.add(number)
            found = branch_beside(self.source, line, above, self.chunk.lines[number : self._after_block(number)])
        if not self._is_again(found, number):
            self.diagnostics.append(found)
        self._reported = number

    def _is_chain(self, number: int) -> bool:
        """Whether a line is an ``if`` with an ``else`` below it, which is a `decide` and not a `when`."""
        from milligram.syntax.messages import NO_OTHERWISE

        line, after = self.chunk.lines[number], self._after_block(number)
        if not self.text.startswith("if ", line.start) or after >= len(self.chunk.lines):
            return False
        below = self.chunk.lines[after]
        word = _FIRST_WORD.match(self.text, below.start, below.end)
        return below.depth == line.depth and word is not None and word.group() in NO_OTHERWISE

    def _decide_beside(self, number: int, found: Diagnostic) -> LogicalLine | None:
        """The `decide` under which a line belongs that names one of its branches, and stands beside it."""
        line = self.chunk.lines[number]
        if found.span.start != line.start or not self._may_be_branch(number):
            return None
        for place in range(number - 1, -1, -1):
            above = self.chunk.lines[place]
            if above.depth == line.depth:
                if self.text.startswith("decide ", above.start):
                    return above if place in self._hollow or not found.edits else None
                if place not in self._beside:
                    return None
            elif above.depth < line.depth:
                return None
        return None

    def _may_be_branch(self, number: int) -> bool:
        line = self.chunk.lines[number]
        word = _FIRST_WORD.match(self.text, line.start, line.end)
        named = word is not None and (bool(owners(word.group())) or word.group() == "if")
        return not named and self.text[line.start : line.end].endswith(":") and self._after_block(number) > number + 1

    def _is_again(self, found: Diagnostic, number: int) -> bool:
        """Adds to the last finding one of the same cause on the line beside it: rows of a table, `elif` and `else`."""
        if self._reported is None or not self.diagnostics or self._after_block(self._reported) != number:
            return False
        from milligram.syntax.messages import AT_MARGIN, ONE_BRANCH
        from milligram.syntax.slips import CELLS_APART

        last = self.diagnostics[-1]
        shared = (CELLS_APART, ONE_BRANCH, BESIDE, AT_MARGIN)
        if not any(last.message.endswith(cause) and found.message.endswith(cause) for cause in shared):
            return False
        labels = last.labels
        if len(labels) < _MOST_PLACES:
            labels = (*labels, Label(span=found.span, text="and here"))
        self.diagnostics[-1] = replace(last, labels=labels, edits=(*last.edits, *found.edits))
        return True

    def _report_indent(self, line: LogicalLine, number: int) -> None:
        self._whole = False
        if not self._is_told(line):
            self.diagnostics.append(too_deep(self.source, line, self.chunk.lines[number - 1] if number else None))

    def _report_hollow(self, line: LogicalLine, number: int) -> None:
        if not self._is_told(line):
            after = self.chunk.lines[number + 1 :]
            if self.text.startswith("decide ", line.start) and after and after[0].depth == line.depth:
                self._hollow.add(number)
                if self._may_be_branch(number + 1):
                    return  # told of its branches
            found = without_block(self.source, line, after, opens=_STAND_INS)
            self.diagnostics.append(found)
            if not self.text.startswith("when ", line.start):  # beside other lines no statement can stand anyway
                self.told.update(self.source.line_of(edit.span) for edit in found.edits)
