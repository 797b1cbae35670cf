"""The canonical text of a guideline.

Enters: a parsed file and its source. Leaves: the one text that a file with this meaning has, with the author's order,
numbers, units, names, brackets and comments.

    input   age in years whole,plausible 0 to 120   ->   input age in years whole, plausible 0 to 120

`format_source` parses what it has printed: a text that means something else, or that lost a comment, never gets out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from milligram.diagnostics import Diagnostic, Severity
from milligram.source import SourceFile
from milligram.syntax import format_declarations as declarations
from milligram.syntax import format_plans as plans
from milligram.syntax import nodes as n
from milligram.syntax.format_comments import enclosing, weave
from milligram.syntax.format_lines import Blank, Comments, Line, folded_texts
from milligram.syntax.format_wrapping import wrapped
from milligram.syntax.parser import ParseResult, parse


class FormatError(RuntimeError):
    """The formatter would have changed a guideline: a bug in Milligram, never the author's fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatResult:
    """The canonical text; None if the source does not parse, and then the diagnostics say why."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def format_source(source: SourceFile) -> FormatResult:
    """Formats a file, and proves by parsing the result that neither meaning nor comments changed.

    Raises:
        FormatError: the printed text would not parse to an equal tree with the same comments.
    """
    before = parse(source)
    if before.file is None or _faulty(before):
        return FormatResult(text=None, diagnostics=before.diagnostics)
    text = format_file(before.file, source)
    after = parse(SourceFile(source.path, text))
    if after.file is None or _faulty(after):
        raise FormatError(f"{source.path}: the formatted text does not parse; please send the file")
    if after.file.declarations != before.file.declarations:
        raise FormatError(f"{source.path}: formatting would change the meaning; please send the file")
    if _comments(after.file) != _comments(before.file):
        raise FormatError(f"{source.path}: formatting would lose a comment; please send the file")
    return FormatResult(text=text, diagnostics=before.diagnostics)


def _faulty(result: ParseResult) -> bool:
    return any(each.level is Severity.ERROR for each in result.diagnostics)


def _comments(file: n.File) -> Counter[str]:
    return Counter(comment.text.rstrip() for comment in file.comments)


def format_file(file: n.File, source: SourceFile) -> str:
    """The canonical text of a parsed file, comments included; ``source`` is the text that it was parsed from."""
    texts = folded_texts(file, source)
    staying = [each for each in file.comments if not each.own_line or enclosing(each, texts) is None]
    comments = Comments(tuple(sorted(each.span.start for each in staying)))
    lines: list[Line] = []
    previous: list[Line] = []
    for position, item in enumerate(file.declarations):
        printed = _declaration(comments, item, source)
        if position:
            apart = _apart(file.declarations[position - 1], previous, item, printed)
            printed[0] = replace(printed[0], blank=Blank.ALWAYS if apart else Blank.AUTHOR)
        lines.extend(printed)
        previous = printed
    broken = [piece for line in lines for piece in wrapped(line, comments)]
    return weave(broken, file.comments, source, texts)


_LISTS: tuple[tuple[type[n.Declaration], ...], ...] = (
    (n.Source,),
    (n.Substance, n.DrugClass),
    (n.Input, n.Impossible),
    (n.Define,),
    (n.Claim, n.Notice, n.Missing, n.Effect),
)
"""Declarations that stand in lists, those that may share a list together: they need no blank line between them."""


def _apart(before: n.Declaration, above: Sequence[Line], item: n.Declaration, lines: Sequence[Line]) -> bool:
    """Whether a blank line must stand between two declarations."""
    if any(isinstance(before, kinds) and isinstance(item, kinds) for kinds in _LISTS):
        return False
    return type(before) is not type(item) or len(above) > 1 or len(lines) > 1


def _declaration(comments: Comments, item: n.Declaration, source: SourceFile) -> list[Line]:
    match item:
        case n.Header():
            return declarations.header(comments, item)
        case n.Source():
            return declarations.source(comments, item)
        case n.Substance():
            return declarations.substance(comments, item)
        case n.DrugClass():
            return declarations.drug_class(comments, item)
        case n.Input():
            return declarations.input_(comments, item)
        case n.Impossible():
            return declarations.impossible(comments, item)
        case n.Define():
            return declarations.define(comments, item)
        case n.Table():
            return declarations.table(comments, item)
        case n.Score():
            return plans.score(comments, item)
        case n.Regimen():
            return plans.regimen(comments, item)
        case n.Monitor():
            return plans.monitor(comments, item)
        case n.Pitfall():
            return plans.pitfall(comments, item)
        case n.Claim():
            return plans.claim(comments, item)
        case n.Notice() | n.Missing() | n.Effect():
            return plans.remark(comments, item)
        case n.Caution():
            return plans.caution(comments, item)
        case n.Pathway() | n.Part():
            return plans.pathway(comments, item)
        case n.Case():
            return plans.case(comments, item, source)
        case _:
            assert_never(item)
