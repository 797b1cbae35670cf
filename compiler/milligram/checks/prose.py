"""The texts of a guideline, and whose words they are."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend


def quotations(file: ast.File) -> set[int]:
    """The texts (by identity) that repeat the source: claims, findings, notices, what it leaves out or leaves vague."""
    found: set[int] = set()
    for declaration in file.declarations:
        for node in descend(declaration):
            match node:
                case ast.Unspecified(text=text) | ast.Differs(source_says=text) | ast.Finding(text=text):
                    found.add(id(text))
                case ast.Give(unspecified_dose=text) | ast.UnspecifiedValue(text=text) if text is not None:
                    found.add(id(text))
                case ast.MonitorLine(kind="unspecified", text=text) if text is not None:
                    found.add(id(text))
                case ast.Claim() | ast.Notice() | ast.Missing() | ast.Source():
                    found.update(id(inner) for inner in descend(node) if isinstance(inner, ast.Text))
                case _:
                    pass
    return found


def _own(file: ast.File) -> Iterator[ast.Node]:
    """Everything but the cases: what they expect repeats what the guideline says, and is told there."""
    for declaration in file.declarations:
        if not isinstance(declaration, ast.Case):
            yield from descend(declaration)


def texts(file: ast.File) -> Iterator[ast.Text]:
    """Every text that the guideline says itself, in the author's order."""
    quoted = quotations(file)
    for node in _own(file):
        if isinstance(node, ast.Text) and id(node) not in quoted:
            yield node


def advice_texts(file: ast.File) -> Iterator[ast.Text]:
    """The texts of statements: what is said to the clinician."""
    for node in _own(file):
        match node:
            case ast.Advise(text=text) | ast.Note(text=text):
                yield text
            case ast.Suggest(what=ast.Text() as text) | ast.Order(what=ast.Text() as text) | ast.Refer(to=text):
                yield text
            case _:
                pass
