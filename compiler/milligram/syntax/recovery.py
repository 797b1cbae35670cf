"""One declaration, read line by line, going on after a faulty line.

Enters: a `Chunk` of logical lines. Leaves: its `Tree`, or None and the findings.
"""

from __future__ import annotations

from milligram.diagnostics.model import Diagnostic
from milligram.source import SourceFile, Span
from milligram.syntax.layout import Chunk, LogicalLine
from milligram.syntax.machine import Machine, Mismatch, Token, Tree
from milligram.syntax.messages import explain_mismatch
from milligram.syntax.nodes import Ident


class ChunkReader:
    """Reads one chunk."""

    def __init__(self, source: SourceFile, text: str, chunk: Chunk, told: set[int]) -> None:
        self.source, self.text, self.chunk, self.told = source, text, chunk, told
        self.diagnostics: list[Diagnostic] = []
        self._machine = Machine(text)
        self._depth = 0

    def read(self) -> Tree | None:
        """The tree, when every line fits."""
        for line in self.chunk.lines:
            fault = self._to_depth(line.depth, line.start) or self._machine.read_line(line.start, line.end)
            if fault is not None:
                self.diagnostics.append(explain_mismatch(self.source, self.text, line, fault))
                return None
        end = self.chunk.lines[-1].end
        fault = self._to_depth(0, end)
        if fault is None:
            tree = self._machine.finish(end)
            if isinstance(tree, Tree):
                return tree
            fault = tree
        self.diagnostics.append(explain_mismatch(self.source, self.text, self.chunk.lines[-1], fault))
        return None

    def _to_depth(self, depth: int, at: int) -> Mismatch | None:
        while self._depth != depth:
            word = "_INDENT" if depth > self._depth else "_DEDENT"
            if (fault := self._machine.feed(Token(word, "", at, at))) is not None:
                return fault
            self._depth += 1 if depth > self._depth else -1
        return None

    def name(self) -> Ident | None:
        """The name that the chunk would have declared."""
        line: LogicalLine = self.chunk.lines[0]
        words = self.text[line.start : line.end].split()
        if len(words) < 2 or not words[1].rstrip(":").isidentifier():
            return None
        name = words[1].rstrip(":")
        at = self.text.index(name, line.start + len(words[0]))
        return Ident(span=Span(at, at + len(name)), name=name)
