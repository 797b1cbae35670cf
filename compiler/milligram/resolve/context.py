"""What one elaboration knows and collects; handed to every function of `milligram.resolve`, never global.

Enters: the source and its table of names. Leaves, by and by: diagnostics, the inputs and named values settled so far,
and which names are *poisoned*.

    context.report(UNKNOWN_NAME, 'nothing is named "age"', span, help="declare it with an `input` line")

A name is poisoned when its declaration was reported: what uses it has no meaning either, and says nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from milligram.diagnostics import Code, Diagnostic, Edit, Label
from milligram.ir import nodes as ir
from milligram.quantity import Substances
from milligram.resolve.scope import Scope
from milligram.source import SourceFile, Span
from milligram.syntax import Unread
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend

MOST_PLACES = 8
"""So many uses of an undeclared name are shown; the rest are mended with them."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A literal beyond a plausible bound: of which input, how much in its unit, and in the author's words."""

    given: str
    value: Fraction
    words: str
    is_low: bool = field(kw_only=True)


@dataclass(slots=True, kw_only=True)
class Context:
    """The state of one run of `resolve`."""

    source: SourceFile
    scope: Scope
    substances: Substances
    unread: Unread
    """What the parser knows of the declarations that it could not read."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    drugs: dict[str, ir.Drug] = field(default_factory=dict)
    inputs: dict[str, ir.Input] = field(default_factory=dict)
    types: dict[str, ir.Type] = field(default_factory=dict)
    """The type of every named value settled so far; a condition is a `FlagType`."""
    settle: Callable[[str], None] = lambda _name: None
    """Settles a named value that is needed before its turn; set by `named`."""
    poisoned: set[str] = field(default_factory=set)
    unknown: dict[tuple[str, str], int] = field(default_factory=dict)
    """Where in ``diagnostics`` a cause was reported, such as an undeclared name."""
    outside: dict[Span, Outside] = field(default_factory=dict)
    """The literals beyond a plausible bound, by their places."""
    left_out: set[str] = field(default_factory=set)
    """Every name that something left out for a fault refers to."""
    last_id: int = 0

    def next_id(self) -> int:
        """The next number of a statement, branch or rule, in the order of the source."""
        self.last_id += 1
        return self.last_id

    def report(
        self,
        code: Code,
        message: str,
        span: Span,
        *,
        labels: Iterable[tuple[Span, str]] = (),
        help: str | None = None,
        edits: Iterable[Edit] = (),
    ) -> None:
        """Collects one finding, once; labels that would point nowhere are left out."""
        finding = Diagnostic(
            code=code,
            message=message,
            source=self.source,
            span=span,
            labels=tuple(Label(span=at, text=text) for at, text in labels if at != (0, 0)),
            help=help,
            edits=tuple(edits),
        )
        if finding not in self.diagnostics[-8:]:
            self.diagnostics.append(finding)

    def leave_out(self, node: ast.Node) -> None:
        """Remembers what a part of the text refers to that has no meaning and is not in the IR."""
        for inner in descend(node):
            if isinstance(inner, ast.Ident | ast.Name):
                self.left_out.add(inner.name)

    def report_once(self, finding: Diagnostic, key: tuple[str, str], also: str = "also used here") -> None:
        """Collects a finding of a cause, its key; other places of that cause become labels of the first finding, and
        are mended with it."""
        first = self.unknown.setdefault(key, len(self.diagnostics))
        if first == len(self.diagnostics):
            self.diagnostics.append(finding)
            return
        told = self.diagnostics[first]
        places = {told.span, *(label.span for label in told.labels)}
        edits = told.edits + tuple(edit for edit in finding.edits if edit not in told.edits)
        labels = told.labels
        if finding.span not in places and len(places) < MOST_PLACES:
            labels = (*labels, Label(span=finding.span, text=also))
        self.diagnostics[first] = replace(told, labels=labels, edits=edits)

    def forget(self, count: int) -> None:
        """Drops what was collected after so many findings."""
        del self.diagnostics[count:]
        self.unknown = {key: at for key, at in self.unknown.items() if at < count}

    def head(self, span: Span) -> Span:
        """The first line of a block, without the white space after it."""
        first = self.source.slice(span).partition("\n")[0].rstrip()
        return Span(span.start, span.start + len(first))

    def words(self, span: Span) -> str:
        """The author's own words at a span, on one line."""
        return " ".join(self.source.slice(span).split())

    def line(self, span: Span) -> int:
        """The line on which a span starts."""
        return self.source.line_of(span)


def quoted(words: str) -> str:
    """The author's words in double quotes; those of a text have them already."""
    return words if words.startswith('"') else f"`{words}`"


def in_backticks(message: str) -> str:
    """A sentence of `milligram.quantity`, which quotes with double quotes, quoted as every other message is."""
    return message.replace('"', "`")


def chain(link: str, names: list[str]) -> str:
    """Names joined by a link, as in "`a`, which holds `b`"; the middle of a long chain is left out."""
    shown = [f"`{name}`" for name in names]
    if len(shown) > 6:
        shown = [*shown[:4], f"… through {len(shown) - 5} more …", shown[-1]]
    return f", {link} ".join(shown)
