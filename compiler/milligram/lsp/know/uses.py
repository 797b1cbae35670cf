"""Every name in a text: where it is declared, where it is used, and as what.

Enters: a `Known`. Leaves: its `Index`. What could not be read is searched word by word, so that a name is known in the
line that is being typed too.

    diuretics has loop [r3]   ->   Use(diuretics, input), Use(loop, choice of diuretics), Use(r3, source)

A word of a choice belongs to its owner: `low` of one table is not `low` of another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from milligram.ir import nodes as ir
from milligram.lsp.know import Kind, Known
from milligram.lsp.know.lost import Lost, lost_blocks
from milligram.lsp.know.typed import types_in
from milligram.resolve.scope import VALUES, Symbol, collect
from milligram.resolve.scope import Kind as Declared
from milligram.source import Span
from milligram.syntax import RESERVED
from milligram.syntax import nodes as ast

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_GRADE = re.compile(r"\( *(?:strong|conditional|high|moderate|(?:very +)?low) *(?:, *(?:very +)?\w+ *)?\)")
_CODE = re.compile(r"MG[0-9]{3}")

KINDS: Mapping[Declared, Kind] = {
    "input": "input",
    "define": "define",
    "output": "table",
    "score": "score",
    "substance": "substance",
    "class": "class",
    "drug": "substance",
    "regimen": "regimen",
    "monitor": "monitor",
    "part": "part",
    "pathway": "pathway",
    "source": "source",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A name at a place. ``owner`` is what a choice is a word of; ``declares`` where it stands first."""

    span: Span
    name: str
    kind: Kind
    owner: str | None = None
    declares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All names of a text; ``uses`` in its order. ``homes`` are the readable declarations by the names they declare,
    ``words`` what an input, table output or define may be."""

    uses: tuple[Use, ...] = field(repr=False)
    kinds: Mapping[str, Kind]
    homes: Mapping[str, ast.Declaration] = field(repr=False)
    words: Mapping[str, tuple[str, ...]]
    lost: tuple[Lost, ...] = ()
    units: Mapping[int, int] = field(default_factory=dict, repr=False)
    """Where each unit starts, and where it ends."""
    grades: tuple[Span, ...] = field(default=(), repr=False)
    starts: tuple[int, ...] = field(repr=False)

    def at(self, offset: int) -> Use | None:
        """The name under a cursor; one that stands right behind a name is on it."""
        for place in (offset, offset - 1):
            number = bisect_right(self.starts, place) - 1
            if number >= 0 and self.uses[number].span.start <= place < self.uses[number].span.end:
                return self.uses[number]
        return None

    def same(self, use: Use) -> Iterator[Use]:
        """Every use of what a use means, itself included."""
        return (each for each in self.uses if each.name == use.name and _meaning(each) == _meaning(use))

    def names(self, *kinds: Kind) -> list[str]:
        """The names of these kinds, in the order of the text."""
        return [name for name, kind in self.kinds.items() if kind in kinds]


def _meaning(use: Use) -> tuple[str, str | None]:
    group = use.kind if use.kind in ("choice", "code", "guideline", "text") else "name"
    return group, use.owner


_last: tuple[Known, Index] | None = None


def index_of(known: Known) -> Index:
    """The names of a text; of the text that was asked about last, they are kept."""
    global _last
    if _last is not None and _is_same(_last[0], known):
        return _last[1]
    found = _Indexer(known).index()
    _last = (known, found)
    return found


def _is_same(one: Known, other: Known) -> bool:
    return (
        one.file is other.file
        and one.source is other.source
        and one.guideline is other.guideline
        and one.earlier is other.earlier
        and one.broken is other.broken
    )


@cache
def node_fields(kind: type) -> tuple[str, ...]:
    """The fields of a kind of node, its place left out."""
    return tuple(each.name for each in fields(kind) if each.name != "span")


class _Indexer:
    """Walks over one tree."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.text = known.source.text
        self.declarations = known.file.declarations if known.file else ()
        self.symbols: Mapping[str, Symbol] = collect(self.declarations, known.source)[0].symbols
        self.lost = tuple(lost_blocks(known))
        self.kinds: dict[str, Kind] = {name: KINDS[symbol.kind] for name, symbol in self.symbols.items()}
        for block in self.lost:
            for ident in block.declares:
                self.kinds.setdefault(ident.name, block.kind)
        self.words = self._all_words()
        self.owners: dict[str, list[str]] = {}
        for owner, words in self.words.items():
            for word in words:
                self.owners.setdefault(word, []).append(owner)
        self.found: dict[int, Use] = {}
        self.units: dict[int, int] = {}
        self.grades: list[Span] = []

    def index(self) -> Index:
        homes: dict[str, ast.Declaration] = {}
        for name, symbol in self.symbols.items():
            homes[name] = self.declarations[symbol.home]
        for declaration in self.declarations:
            self._heads(declaration)
        for declaration in self.declarations:
            self._walk(declaration)
        for block in self.lost:
            self._search(block)
        uses = tuple(self.found[start] for start in sorted(self.found))
        return Index(
            uses=uses,
            kinds=self.kinds,
            homes=homes,
            words=self.words,
            lost=self.lost,
            units=self.units,
            grades=tuple(self.grades),
            starts=tuple(use.span.start for use in uses),
        )

    # --- taking up --------------------------------------------------------------------------------------------------

    def _add(self, node: ast.Ident | ast.Name, kind: Kind, *, owner: str | None = None, declares: bool = False) -> None:
        if self.text[node.span.start : node.span.end] == node.name and node.span.start not in self.found:
            self.found[node.span.start] = Use(span=node.span, name=node.name, kind=kind, owner=owner, declares=declares)

    def _name(self, node: ast.Ident | ast.Name) -> None:
        """A name that is looked up among the declarations."""
        kind = self.kinds.get(node.name)
        if kind is not None:
            symbol = self.symbols.get(node.name)
            self._add(node, kind, declares=symbol is not None and symbol.span == node.span)

    def _word(self, owner: str | None, node: Any) -> None:
        """A word of a choice where the owner has it, else a name."""
        if not isinstance(node, ast.Name | ast.Ident):
            self._walk(node)
        elif owner is not None and node.name in self.words.get(owner, ()):
            self._add(node, "choice", owner=owner)
        else:
            self._name(node)

    # --- words ------------------------------------------------------------------------------------------------------

    def _all_words(self) -> dict[str, tuple[str, ...]]:
        """Per input, table output and define the words that it can be."""
        words: dict[str, tuple[str, ...]] = {}
        for guideline in (self.known.earlier, self.known.guideline):
            for name, kind in types_in(guideline):
                if isinstance(kind, ir.WordType | ir.SetType):
                    words[name] = kind.words
        for declaration in self.declarations:
            match declaration:
                case ast.Input(kind=ast.ChoiceKind(choices=choices)):
                    words[declaration.name.name] = tuple(choice.name.name for choice in choices)
                case ast.Table():
                    for place, output in enumerate(declaration.gives):
                        values = [row.values[place] for row in declaration.rows if place < len(row.values)]
                        self._add_words(words, output.name, values)
                case ast.Define(form="cases"):
                    self._add_words(words, declaration.name.name, [case.value for case in declaration.cases])
                case _:
                    pass
        return words

    def _add_words(self, words: dict[str, tuple[str, ...]], name: str, values: Iterable[ast.Node]) -> None:
        """The words of a column: names, at least one of which is the name of no value."""
        told = [value for value in values if not isinstance(value, ast.UnspecifiedValue)]
        named = [value.name for value in told if isinstance(value, ast.Name)]
        symbols = [self.symbols.get(each) for each in named]
        if named and len(named) == len(told) and any(each is None or each.kind not in VALUES for each in symbols):
            words[name] = tuple(dict.fromkeys(named))

    # --- the tree ---------------------------------------------------------------------------------------------------

    def _heads(self, declaration: ast.Declaration) -> None:
        """The names that a declaration declares; of two declarations of one name, both do."""
        match declaration:
            case ast.Header():
                self._add(declaration.name, "guideline", declares=True)
            case ast.Table():
                for output in declaration.gives:
                    self._add(output, self.kinds.get(output.name, "table"), declares=True)
            case (
                ast.Source()
                | ast.Substance()
                | ast.DrugClass()
                | ast.Input()
                | ast.Define()
                | ast.Score()
                | ast.Regimen()
                | ast.Monitor()
                | ast.Part()
            ):
                self._add(declaration.name, self.kinds.get(declaration.name.name, "text"), declares=True)
            case ast.Pathway(name=ast.Ident() as name):
                self._add(name, self.kinds.get(name.name, "pathway"), declares=True)
            case _:
                pass

    def _walk(self, root: object) -> None:
        waiting: list[object] = [root]
        while waiting:
            node = waiting.pop()
            if type(node) is tuple:
                waiting.extend(node)
            elif isinstance(node, ast.Name | ast.Ident):
                self._name(node)
            elif isinstance(node, ast.Node) and not self._special(node):
                kind: Any = type(node)
                for name in node_fields(kind):
                    value = getattr(node, name)
                    if type(value) is tuple or isinstance(value, ast.Node):
                        waiting.append(value)

    def _special(self, node: ast.Node) -> bool:
        """A node whose names are not all looked up in the same way; whether it was one."""
        match node:
            case ast.Text():
                return True
            case ast.Grade():
                self.grades.append(node.span)
            case ast.UnitPhrase():
                if self.text.startswith(node.unit, node.span.start):
                    self.units[node.span.start] = node.span.start + len(node.unit)
                self._walk((node.of, node.per))
            case ast.Allow():
                self._add(node.code, "code")
            case ast.Header():
                self._walk((node.applies_when, node.notes))
                if node.status is not None:
                    self._add(node.status, "text")
            case ast.Route():
                self._add(node.name, "text")
                self._walk(node.notes)
            case ast.Source():
                for name, _ in node.fields:
                    self._add(name, "text")
                self._walk((node.findings, node.notes))
            case ast.Input():
                self._input(node)
            case ast.Has():
                self._name(node.subject)
                self._words(node.subject, node.values)
            case ast.Is():
                self._walk(node.subject)
                self._words(node.subject, node.values)
            case ast.Define(form="cases"):
                for case in node.cases:
                    self._word(node.name.name, case.value)
                    self._walk((case.condition, case.notes))
                self._walk(node.notes)
            case ast.Table():
                self._table(node)
            case ast.Decide():
                self._walk((node.by, node.notes))
                for branch in node.branches:
                    self._test(node.by, branch.test)
                    self._walk((branch.notes, branch.body))
            case ast.Given():
                self._name(node.name)
                for value in node.values:
                    self._word(node.name.name, value)
            case ast.ExpectValue():
                self._name(node.name)
                self._word(node.name.name, node.value)
            case _:
                return False
        return True

    def _input(self, node: ast.Input) -> None:
        if isinstance(node.kind, ast.ChoiceKind):
            for choice in node.kind.choices:
                self._add(choice.name, "choice", owner=node.name.name, declares=True)
        self._walk((node.kind if isinstance(node.kind, ast.QuantityKind) else None, node.notes))
        self._walk((node.plausible, node.valid))

    def _words(self, subject: ast.Node, values: Iterable[ast.Node]) -> None:
        owner = _subject(subject)
        for value in values:
            self._word(owner, value)

    def _table(self, node: ast.Table) -> None:
        self._walk((node.by, node.notes))
        for row in node.rows:
            self._cells(node.by, row.cells)
            for place, value in enumerate(row.values):
                self._word(node.gives[place].name if place < len(node.gives) else None, value)
            self._walk(row.notes)

    def _test(self, by: tuple[ast.Expr, ...], test: object) -> None:
        if type(test) is tuple and all(isinstance(cell, ast.Cell) for cell in test):
            self._cells(by, test)
        elif isinstance(test, ast.Name) and len(by) == 1:
            self._word(_subject(by[0]), test)
        else:
            self._walk(test)

    def _cells(self, by: tuple[ast.Expr, ...], cells: tuple[ast.Cell, ...]) -> None:
        for place, cell in enumerate(cells):
            owner = _subject(by[place]) if place < len(by) else None
            for alternative in cell.alternatives:
                self._word(owner, alternative)

    # --- what could not be read ---------------------------------------------------------------------------------------

    def _search(self, block: Lost) -> None:
        """Words of unread lines that are names, choices of one input only, and codes behind `allow`."""
        declared = {ident.span.start for ident in block.declares}
        for piece in block.pieces:
            grades = [Span(*found.span()) for found in _GRADE.finditer(self.text, piece.start, piece.end)]
            self.grades += grades
            for found in _WORD.finditer(self.text, piece.start, piece.end):
                word = found.group()
                if any(start < found.start() < end for start, end in grades):
                    continue
                if word in self.kinds and word not in RESERVED:
                    span = Span(*found.span())
                    ident = ast.Ident(span=span, name=word)
                    self._add(ident, self.kinds[word], declares=span.start in declared)
                elif _CODE.fullmatch(word):
                    self._add(ast.Ident(span=Span(*found.span()), name=word), "code")
                elif len(owners := self.owners.get(word, [])) == 1 and word not in RESERVED:
                    self._add(ast.Ident(span=Span(*found.span()), name=word), "choice", owner=owners[0])


def _subject(node: ast.Node) -> str | None:
    while isinstance(node, ast.Group):
        node = node.operand
    return node.name if isinstance(node, ast.Name) else None
