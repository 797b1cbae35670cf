"""The one namespace of a guideline: who declared which name, and as what.

Enters: the declarations of a file. Leaves: a `Scope`, in which every name stands once, and the duplicates as
diagnostics with both places.

    input age in years   +   define age: years since born   ->   MG012, "age" is declared twice
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias, assert_never

from milligram.diagnostics import Diagnostic, Label
from milligram.diagnostics.registry import DUPLICATE_NAME
from milligram.diagnostics.spelling import closest
from milligram.source import SourceFile, Span
from milligram.syntax import nodes as ast

Kind: TypeAlias = L[
    "input",
    "define",
    "output",
    "score",
    "substance",
    "class",
    "drug",
    "regimen",
    "monitor",
    "part",
    "pathway",
    "source",
]

VALUES: frozenset[Kind] = frozenset({"input", "define", "output", "score"})
DRUGS: frozenset[Kind] = frozenset({"substance", "class", "drug"})
GIVEN: frozenset[Kind] = DRUGS | {"regimen"}

_SPOKEN: dict[Kind, str] = {
    "input": "an input",
    "define": "a define",
    "output": "an output of a table",
    "score": "a score",
    "substance": "a substance",
    "class": "a class",
    "drug": "a drug",
    "regimen": "a regimen",
    "monitor": "a monitor",
    "part": "a part",
    "pathway": "a pathway",
    "source": "a source",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A name's declaration. ``home`` is the place of its declaration among all of the file's."""

    name: str
    kind: Kind
    span: Span
    home: int

    @property
    def spoken(self) -> str:
        """``an input``, ``a table's output``."""
        return _SPOKEN[self.kind]


@dataclass(slots=True)
class Scope:
    """Every declared name.

    ``unclear`` are names whose declarations the parser could not read, or of which there are two: a use of them that
    does not fit is no fault of its own.
    """

    symbols: dict[str, Symbol]
    unclear: frozenset[str] = frozenset()
    two_kinds: frozenset[str] = frozenset()
    """Names declared as two things: which of them a use means is not known."""

    def find(self, name: str) -> Symbol | None:
        """The declaration of a name, or None."""
        return self.symbols.get(name)

    def names(self, kinds: frozenset[Kind]) -> list[str]:
        """All names of these kinds, in the author's order."""
        return [symbol.name for symbol in self.symbols.values() if symbol.kind in kinds]


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """The known word closest in spelling, when one is close; a longer or shorter form of the word counts as close."""
    words = list(known)
    if (found := closest(wanted, words)) is not None:
        return found
    parts = [word for word in words if len(wanted) > 3 and (word.startswith(wanted) or word.endswith(wanted))]
    return parts[0] if len(parts) == 1 else None


def collect(
    declarations: tuple[ast.Declaration, ...], source: SourceFile, unread: frozenset[str] = frozenset()
) -> tuple[Scope, list[Diagnostic]]:
    """The namespace of these declarations, and its duplicates. The first declaration of a name keeps it.

    ``unread`` are the names that the parser could not read the declarations of.
    """
    symbols: dict[str, Symbol] = {}
    findings: list[Diagnostic] = []
    twice: set[str] = set()
    two_kinds: set[str] = set()
    for home, declaration in enumerate(declarations):
        for ident, kind in _declared(declaration):
            first = symbols.get(ident.name)
            if first is None:
                symbols[ident.name] = Symbol(name=ident.name, kind=kind, span=ident.span, home=home)
            else:
                twice.add(ident.name)
                two_kinds |= {ident.name} if kind != first.kind else set()
                findings.append(_duplicate(source, ident, kind, first))
    for home, declaration in enumerate(declarations):
        if isinstance(declaration, ast.DrugClass):
            for member in declaration.members:
                symbols.setdefault(member.name, Symbol(name=member.name, kind="drug", span=member.span, home=home))
    return Scope(symbols, frozenset(twice | (unread - symbols.keys())), frozenset(two_kinds)), findings


def _declared(declaration: ast.Declaration) -> Iterator[tuple[ast.Ident, Kind]]:
    match declaration:
        case ast.Source():
            yield declaration.name, "source"
        case ast.Substance():
            yield declaration.name, "substance"
        case ast.DrugClass():
            yield declaration.name, "class"
        case ast.Input():
            yield declaration.name, "input"
        case ast.Define():
            yield declaration.name, "define"
        case ast.Table():
            for output in declaration.gives:
                yield output, "output"
        case ast.Score():
            yield declaration.name, "score"
        case ast.Regimen():
            yield declaration.name, "regimen"
        case ast.Monitor():
            yield declaration.name, "monitor"
        case ast.Part():
            yield declaration.name, "part"
        case ast.Pathway():
            if declaration.name is not None:
                yield declaration.name, "pathway"
        case (
            ast.Header()
            | ast.Impossible()
            | ast.Pitfall()
            | ast.Claim()
            | ast.Notice()
            | ast.Missing()
            | ast.Effect()
            | ast.Caution()
            | ast.Case()
        ):
            return
        case _:
            assert_never(declaration)


def _duplicate(source: SourceFile, ident: ast.Ident, kind: Kind, first: Symbol) -> Diagnostic:
    as_what = "" if kind == first.kind else f", first as {first.spoken}, then as {_SPOKEN[kind]}"
    return Diagnostic(
        code=DUPLICATE_NAME,
        message=f"`{ident.name}` is declared twice{as_what}",
        source=source,
        span=ident.span,
        labels=(Label(span=first.span, text="first declared here"),),
        help="all declarations share one list of names: rename one of the two, or delete it",
    )
