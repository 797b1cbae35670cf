"""Repairs of several places at once: one slip that was made again and again, and all that nobody need decide.

Enters: what is known of a text, and its findings. Leaves: edits that do not overlap.

    `serum_magnesum` on three lines     ->   `serum_magnesium` on three lines
    “curved”, 12.0 mg, 5 µg, a tab      ->   "curved", 12 mg, 5 mcg, spaces
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from milligram.diagnostics import Diagnostic, Edit, Severity
from milligram.lsp.findings import Shown
from milligram.lsp.know import Known
from milligram.lsp.know.uses import index_of
from milligram.lsp.repairs import applied
from milligram.quantity import UnitError, parse_unit
from milligram.source import SourceFile, Span
from milligram.syntax import nodes as ast
from milligram.syntax import parse
from milligram.syntax.walk import descend

_NAMES = frozenset({"MG011", "MG801"})
"""One finding stands for every use of a name that nothing declares."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_SIGNS = {**dict.fromkeys("“”„‟«»‘’", '"'), "\N{MINUS SIGN}": "-"}
"""What a word processor writes, and the sign that it stands for. A dash may be a minus, a range, or a pause."""
_NOTHING = frozenset("\u00ad\u200b\u2060\ufeff")
"""Characters that show nothing and turn nothing."""


# --- one slip everywhere ----------------------------------------------------------------------------------------------


def stands_for_all(found: Diagnostic) -> bool:
    """Whether a finding is about a name wherever it is used, so that it stays until all of them are mended."""
    return found.code.code in _NAMES


def everywhere(known: Known, findings: Iterable[Shown], found: Diagnostic) -> tuple[Edit, ...]:
    """The repair of a finding at every place with the same slip; none where it is at one place only."""
    slip = _slip(known, found)
    if slip is None:
        return ()
    wrong, right = slip
    places = {edit.span for edit in found.edits}
    for shown in findings:
        if shown.finding.code == found.code and shown.state != "unread" and _slip(known, shown.finding) == slip:
            places.update(edit.span for edit in shown.finding.edits)
    if stands_for_all(found) and _NAME.fullmatch(wrong):
        places.update(_uses(known, wrong, is_source=found.code.code == "MG801"))
    if len(places) < 2:
        return ()
    title = found.edits[0].title
    return tuple(Edit(span=place, replacement=right, title=title) for place in sorted(places))


def _slip(known: Known, found: Diagnostic) -> tuple[str, str] | None:
    """The words that are wrong and those for them, where the repair of a finding puts one for the other."""
    slips = {(known.source.slice(edit.span), edit.replacement) for edit in found.edits}
    wrong, right = slips.pop() if len(slips) == 1 else ("", "")
    return (wrong, right) if wrong.strip() else None


def _uses(known: Known, name: str, *, is_source: bool) -> Iterator[Span]:
    """Where a name stands that nothing declares; in lines that cannot be read, wherever the word does."""
    index = index_of(known)
    taken = {use.span.start for use in index.uses}
    for declaration in known.file.declarations if known.file else ():
        for node in descend(declaration):
            if isinstance(node, ast.Ident | ast.Name) and node.name == name and node.span.start not in taken:
                cited = known.source.text[: node.span.start].rstrip()[-1:] in ("[", ",")
                if known.source.slice(node.span) == name and (cited or not is_source):
                    yield node.span
    for block in index.lost:
        for piece in block.pieces:
            for word in _NAME.finditer(known.source.text, piece.start, piece.end):
                if word.group() == name:
                    yield Span(*word.span())


# --- what nobody need decide ------------------------------------------------------------------------------------------


def certain(known: Known, findings: Iterable[Shown]) -> tuple[Edit, ...]:
    """All repairs after which a line says what it said: the same number, unit or sign, in the form that is asked for.

    No misspelt word is among them, nor a missing unit, nor a range for a dash: those are the author's to judge.
    """
    chosen: list[Edit] = []
    end = -1
    every = (edit for shown in findings if shown.state != "unread" for edit in shown.finding.edits)
    for edit in sorted(every, key=lambda each: each.span):
        if edit.span.start >= max(end, 0) and _says_the_same(known.source.slice(edit.span), edit.replacement):
            chosen.append(edit)
            end = max(edit.span.end, edit.span.start + 1)
    if not chosen or _faults(applied(known.source.text, chosen)) > _faults(known.source.text):
        return ()
    return tuple(chosen)


def _says_the_same(old: str, new: str) -> bool:
    if old.isspace():
        return set(new) <= {" "} and old.strip(" ") != ""
    if old in _SIGNS:
        return new == _SIGNS[old]
    if old in _NOTHING:
        return new == ""
    if _NUMBER.fullmatch(old) and _NUMBER.fullmatch(new):
        return Fraction(old) == Fraction(new)
    try:
        return bool(new) and parse_unit(old) == parse_unit(new)
    except UnitError:
        return False


def _faults(text: str) -> int:
    return sum(found.level is Severity.ERROR for found in parse(SourceFile("", text)).diagnostics)
