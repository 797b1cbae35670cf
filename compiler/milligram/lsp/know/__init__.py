"""Questions about one text: what stands here, what may stand here, where a name comes from.

Enters: a `Known`, that is a text with its tree, its meaning as far as it has one, and its findings; and an offset in
it. Leaves: plain values. Offsets and spans count code points of ``known.source.text``, lines count from 1; nothing here
knows of the protocol, and nothing raises for anything that a text can be.

    hover(known, offset of `creatinine_clearance`)   ->   Hover(span, "**creatinine_clearance** … 0 to 250 mL/min")

One file a question, each with the function that `milligram.lsp.server` calls:

| file | function |
| --- | --- |
| `hover` | ``hover(known, offset) -> Hover | None`` |
| `completion` | ``completions(known, offset) -> tuple[Completion, ...]`` |
| `names` | ``definition(known, offset) -> tuple[Span, ...]``, ``references(known, offset, *, declaration)``, as spans |
| `renaming` | ``renamable(known, offset) -> Span | Refused``, ``rename(known, offset, name)``, edits or `Refused` |
| `outline` | ``outline(known) -> tuple[Symbol, ...]``, ``folds(known) -> tuple[Fold, ...]`` |
| `tokens` | ``tokens(known) -> tuple[Token, ...]`` |
| `hints` | ``hints(known, span) -> tuple[Hint, ...]`` |

Markdown is shown as it is: every word of the author's in it goes through `milligram.lsp.markup.plain` first, or
stands in ``code`` by `milligram.lsp.markup.code`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from milligram.diagnostics import Diagnostic
from milligram.ir.nodes import Guideline
from milligram.source import SourceFile, Span
from milligram.syntax.nodes import File, Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One text, and what is known of it without a proof.

    ``file`` holds the declarations that did parse, ``broken`` the names that the others would declare. ``guideline`` is
    what they mean; None where no header could be read. ``diagnostics`` are all findings shown now, those of proofs too.
    ``earlier`` is the meaning of the last text that had one in full: a help for names and units while a line is being
    typed; its spans are places of another text.
    """

    source: SourceFile = field(repr=False)
    file: File | None = field(default=None, repr=False)
    guideline: Guideline | None = field(default=None, repr=False)
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: tuple[Ident, ...] = ()
    earlier: Guideline | None = field(default=None, repr=False)


Kind: TypeAlias = Literal[
    "guideline",
    "source",
    "substance",
    "class",
    "input",
    "choice",
    "define",
    "table",
    "score",
    "regimen",
    "step",
    "monitor",
    "pitfall",
    "claim",
    "caution",
    "pathway",
    "part",
    "decide",
    "branch",
    "case",
    "keyword",
    "unit",
    "value",
    "code",
    "text",
    "snippet",
]
"""What a name, a place of the outline or a suggestion is."""

TokenKind: TypeAlias = Literal[
    "keyword",
    "number",
    "string",
    "comment",
    "unit",
    "input",
    "named",
    "drug",
    "plan",
    "choice",
    "source",
    "code",
    "sign",
]
"""``named`` is a define, table output or score; ``drug`` a substance or class; ``plan`` a regimen, monitor or part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hover:
    """What is said of the words at ``span``."""

    span: Span
    markdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One suggestion: ``insert`` (``label`` where it is None) in place of ``replace``, which ends at the cursor or
    beyond. With ``snippet``, ``insert`` holds ``${1:…}`` and literal ``$``, ``}`` and ``\\`` are escaped."""

    label: str
    kind: Kind
    replace: Span
    insert: str | None = None
    snippet: bool = False
    detail: str = ""
    markdown: str = ""
    rank: int = 0
    """Lower stands first; those of one rank by label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """One entry of the outline: ``span`` is all of it, ``head`` the words to jump to, inside of it."""

    name: str
    kind: Kind
    span: Span
    head: Span
    detail: str = ""
    children: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Lines that can be hidden under the first of them: both count from 1, the last is included."""

    first: int
    last: int
    comment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One coloured word. Tokens come in the order of the text and do not overlap; none spans two lines."""

    span: Span
    kind: TokenKind
    declares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Grey words that are shown behind the text at ``at`` and are no part of it: ``= 1.7 mg/dL``."""

    at: int
    text: str
    markdown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why something cannot be done, in one sentence for the author."""

    why: str
