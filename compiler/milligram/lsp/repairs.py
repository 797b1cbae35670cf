"""Repairs that leave the author a choice, which is why the checker makes none of them by itself.

Enters: what is known of a text, and a finding in it. Leaves: `Repair`s, each one way to mend it.

    30 is in `20 to 30 mL/min` and in `30 to 60 mL/min`   ->   20 to under 30 mL/min, or over 30 to 60 mL/min
    nobody above 60 mL/min                                ->   at least 60 mL/min: unspecified "to be written: …"

Each is what the finding's own help says, made at the place; one after which the declaration could not be read is not
offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from milligram.diagnostics import Diagnostic, Edit, Severity
from milligram.lsp.know import Known
from milligram.source import SourceFile, Span
from milligram.syntax import nodes as ast
from milligram.syntax import parse
from milligram.syntax.walk import descend

TO_BE_WRITTEN = "to be written: what is done for these patients"

_QUOTED = re.compile(r"`([^`]+)`")
_TO = re.compile(r"\s*(?:to|-|–)\s+")
_REGION = re.compile(
    r"no branch covers .*?((?:under|over|at least|at most) [^,;]+|-?[0-9.]+ to (?:under )?-?[0-9.]+[^,;]*)"
)
_SEVERAL = re.compile(r" and |;|: | or ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Edits that belong together; ``then`` is what the author writes anew, in the text after them."""

    title: str
    edits: tuple[Edit, ...]
    then: Span | None = None


def repairs(known: Known, found: Diagnostic) -> Iterator[Repair]:
    """The ways to mend a finding, the likeliest first."""
    declaration = next((each for each in _declarations(known) if _within(found.span, each.span)), None)
    if declaration is None:
        return
    for repair in _proposed(known.source, declaration, found):
        if is_readable(known.source, declaration, repair.edits):
            yield repair


def is_readable(source: SourceFile, declaration: ast.Node, edits: Iterable[Edit]) -> bool:
    """Whether a declaration can be read after edits in it."""
    start, end = declaration.span
    text = source.text[start : max(end, *(edit.span.end for edit in edits))]
    moved = [replace(edit, span=Span(edit.span.start - start, edit.span.end - start)) for edit in edits]
    parsed = parse(SourceFile(source.path, applied(text, moved) + "\n"))
    return parsed.file is not None and not any(each.level is Severity.ERROR for each in parsed.diagnostics)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text after edits that do not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def _declarations(known: Known) -> tuple[ast.Declaration, ...]:
    return () if known.file is None else known.file.declarations


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _proposed(source: SourceFile, declaration: ast.Declaration, found: Diagnostic) -> Iterator[Repair]:
    quoted = _QUOTED.findall(found.help or "")
    match found.code.code:
        case "MG302" | "MG303" if quoted:
            yield _one(f"Write `{quoted[0]}`", Edit(span=found.span, replacement=quoted[0], title="write it"))
        case "MG103" if len(quoted) == 2 and found.labels:
            yield from _shared(source, declaration, found, quoted)
        case "MG104" if len(quoted) == 4 and len(found.labels) == 2:
            lower, upper = (_bands(declaration, label.span) for label in found.labels)
            if len(lower) == len(upper) == 1:
                yield from _titled(source, _ending(source, lower[0], quoted[0]))
                yield from _titled(source, _starting(source, upper[0], quoted[2]))
        case "MG111" if len(quoted) == 2 and len(found.labels) == 2:
            lower, upper = (_bands(declaration, label.span) for label in found.labels)
            if len(lower) == len(upper) == 1:
                both = (_ending(source, lower[0], quoted[0]), _starting(source, upper[0], quoted[1]))
                yield from _titled(source, *(edit for edit in both if edit is not None))
        case "MG101":
            yield from _branch(source, declaration, found)
        case _:
            return


def _one(title: str, *edits: Edit) -> Repair:
    return Repair(title=title, edits=edits)


def _titled(source: SourceFile, *edits: Edit | None) -> Iterator[Repair]:
    """A repair of bands, told by the bands as they are then."""
    made = tuple(each for each in edits if each is not None and source.slice(each.span) != each.replacement)
    if made:
        title = " and ".join(edit.title for edit in made)
        yield _one(title[:1].upper() + title[1:], *made)


# --- bands ------------------------------------------------------------------------------------------------------------


def _bands(declaration: ast.Declaration, place: Span) -> list[ast.Band]:
    """The ranges in a row or the first line of a branch."""
    found = [node for node in descend(declaration) if isinstance(node, ast.Band) and _within(node.span, place)]
    return [band for band in found if band.low != band.high]


def _shared(source: SourceFile, declaration: ast.Declaration, found: Diagnostic, quoted: list[str]) -> Iterator[Repair]:
    """One of two bands that share a value lets go of it; the lower one first, as `20 to under 30` reads."""
    first, second = (_bands(declaration, place) for place in (found.span, found.labels[0].span))
    if len(first) != 1 or len(second) != 1:
        return
    lower, upper = sorted((first[0], second[0]), key=_start)
    yield from _titled(source, _ending(source, lower, quoted[0]))
    yield from _titled(source, _starting(source, upper, quoted[1]))


def _start(band: ast.Band) -> Fraction:
    """Where a band starts; one without a lower end starts below all others."""
    return _value(band.low, Fraction(-(10**40)))


def _value(end: ast.Expr | None, otherwise: Fraction) -> Fraction:
    try:
        return Fraction(end.number) if isinstance(end, ast.Quantity) else otherwise
    except ValueError:
        return otherwise


def _ending(source: SourceFile, band: ast.Band, quoted: str) -> Edit | None:
    """A band that ends ``under 30 mL/min`` or ``at most 29 mL/min``."""
    if not quoted.startswith(("under ", "at most ")):
        return None
    if band.low is None:
        return Edit(span=band.span, replacement=quoted, title=f"write `{quoted}`")
    gap = _TO.match(source.text, band.low.span.end, band.span.end)
    if gap is None:
        return None
    span = Span(gap.end(), band.span.end)
    high = quoted.removeprefix("at most ")
    whole = source.text[band.span.start : span.start] + high
    return Edit(span=span, replacement=high, title=f"write `{whole}`")


def _starting(source: SourceFile, band: ast.Band, quoted: str) -> Edit | None:
    """A band that starts ``over 30 mL/min`` or ``at least 31 mL/min``."""
    if not quoted.startswith(("over ", "at least ")):
        return None
    if band.high is None:
        return Edit(span=band.span, replacement=quoted, title=f"write `{quoted}`")
    if not isinstance(band.low, ast.Quantity):
        return None
    low = quoted.removeprefix("at least ")
    if band.low.unit is None:
        low = re.sub(r"^((?:over )?\S+).*", r"\1", low)
    span = Span(band.span.start, band.low.span.end)
    whole = low + source.text[span.end : band.span.end]
    return Edit(span=span, replacement=low, title=f"write `{whole}`")


# --- branches ---------------------------------------------------------------------------------------------------------


def _branch(source: SourceFile, declaration: ast.Declaration, found: Diagnostic) -> Iterator[Repair]:
    """A branch for those whom none covers, with a body to be written."""
    decide = next(
        (
            node
            for node in descend(declaration)
            if isinstance(node, ast.Decide) and _within(found.span, node.span) and node.span.start == found.span.start
        ),
        None,
    )
    region = _REGION.fullmatch(found.message)
    if decide is None or len(decide.by) != 1 or region is None or _SEVERAL.search(found.message):
        return
    last = decide.branches[-1]
    row = source.line_text(source.line_of(last.span))
    indent = " " * (len(row) - len(row.lstrip(" ")))
    line = source.position(last.span.end).line
    at = source.line_starts[line - 1] + len(source.line_text(line))
    body = f'unspecified "{TO_BE_WRITTEN}"'
    put = f"\n{indent}{region[1]}:\n{indent}  {body}"
    start = at + len(put) - len(body)
    yield Repair(
        title=f"Add a branch `{region[1]}:`",
        edits=(Edit(span=Span(at, at), replacement=put, title="add a branch"),),
        then=Span(start, start + len(body)),
    )
