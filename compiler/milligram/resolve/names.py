"""Looking names up, each time with a message that says what was found instead.

Enters: an `Ident` or a `Name` and the kinds that fit its place. Leaves: its `Symbol`, or None once the fault is
reported (or was reported where the name is declared).

    give magnesum        ->  MG011, no drug, class or regimen is named `magnesum`; did you mean `magnesium`?
"""

from __future__ import annotations

import re

from milligram.diagnostics import Diagnostic, Edit, Label
from milligram.diagnostics.registry import DANGLING_SOURCE, UNKNOWN_NAME, WRONG_TYPE
from milligram.diagnostics.spelling import closest
from milligram.ir import nodes as ir
from milligram.resolve.context import Context
from milligram.resolve.scope import DRUGS, GIVEN, VALUES, Kind, Symbol, nearest
from milligram.source import Span
from milligram.syntax import RESERVED
from milligram.syntax import nodes as ast

_WANTED: dict[frozenset[Kind], tuple[str, str]] = {
    VALUES: ("input, define, table output or score", "declare it with an `input` or a `define` line"),
    DRUGS: ("substance, class or drug", "declare it with a `substance` or a `class` line"),
    GIVEN: (
        "drug, class or regimen",
        "declare it with a `substance`, a `class` or a `regimen`",
    ),
    frozenset({"input"}): ("input", "declare it with an `input` line"),
    frozenset({"substance"}): ("substance", "declare it with a `substance` line"),
    frozenset({"monitor"}): ("monitor", "declare it with a `monitor`"),
    frozenset({"part"}): ("part", "declare it with a `part`"),
    frozenset({"regimen"}): ("regimen", "declare it with a `regimen`"),
    frozenset({"source"}): ("source", 'declare it with a line such as `source r1 "title"`'),
}


def find(ctx: Context, name: ast.Ident | ast.Name, kinds: frozenset[Kind]) -> Symbol | None:
    """The declaration of a name of one of these kinds; None once the fault is reported, or when it is poisoned."""
    if not name.name:
        # the parser's stand-in for what it could not read, and has reported
        return None
    symbol = ctx.scope.find(name.name)
    wanted, repair = _WANTED[kinds]
    if (symbol is None or symbol.kind not in kinds) and (name.name in ctx.scope.unclear or name.name in RESERVED):
        # there are two of it, or the parser has said what is wrong with it
        return None
    if symbol is None and kinds & ctx.unread.nameless:
        return None
    if symbol is None:
        unknown(ctx, name, kinds)
        return None
    if symbol.kind not in kinds:
        ctx.report(
            WRONG_TYPE,
            f"`{name.name}` is {symbol.spoken}, where {_with_article(wanted)} is needed",
            name.span,
            labels=[(symbol.span, "declared here")],
            help=_instead(ctx, name.name, kinds) or repair,
        )
        return None
    return None if name.name in ctx.poisoned else symbol


def unknown(ctx: Context, name: ast.Ident | ast.Name, kinds: frozenset[Kind]) -> None:
    """Reports a name that nothing declares; its further uses are labels of the first report."""
    wanted, repair = _WANTED[kinds]
    if kinds == frozenset({"source"}):
        repair = f'declare it with a line such as `source {name.name} "title"`'
    if kinds == VALUES and _misspelt_unknown(ctx, name):
        return
    if (whole := hyphenated(ctx, name.span, kinds)) is not None:
        ctx.left_out.add(whole[1])
        ctx.report(
            UNKNOWN_NAME,
            f"no {wanted} is named `{ctx.source.slice(whole[0])}`",
            whole[0],
            labels=[(ctx.scope.symbols[whole[1]].span, f"`{whole[1]}` is declared here")],
            help=f"did you mean `{whole[1]}`?",
            edits=[Edit(span=whole[0], replacement=whole[1], title=f"write `{whole[1]}`")],
        )
        return
    close = nearest(name.name, ctx.scope.names(kinds)) or _by_initials(ctx, name.name, kinds)
    if close is not None:
        # the declaration that is meant is not unused
        ctx.left_out.add(close)
    ctx.report_once(
        Diagnostic(
            code=DANGLING_SOURCE if kinds == frozenset({"source"}) else UNKNOWN_NAME,
            message=f"no {wanted} is named `{name.name}`",
            source=ctx.source,
            span=name.span,
            labels=(Label(span=ctx.scope.symbols[close].span, text=f"`{close}` is declared here"),) if close else (),
            help=f"did you mean `{close}`?" if close else repair,
            edits=(Edit(span=name.span, replacement=close, title=f"write `{close}`"),) if close else (),
        ),
        (f"no {wanted}", name.name),
    )


def _by_initials(ctx: Context, written: str, kinds: frozenset[Kind]) -> str | None:
    """The one name for whose words, or whose label's, ``SBP`` stands."""
    if not 2 <= len(written) <= 5 or not written.isalpha():
        return None
    meant = []
    for known in ctx.scope.names(kinds):
        given = ctx.inputs.get(known)
        spoken = (known.replace("_", " "), (given.label or "") if given is not None else "")
        if any("".join(word[0] for word in words.lower().split()) == written.lower() for words in spoken):
            meant.append(known)
    return meant[0] if len(meant) == 1 else None


_HYPHENATED = re.compile(r"[A-Za-z_]\w*(?:-\w+)+")
_LONGEST = 60
_IS = re.compile(r"\bis(?: +not)? +$")


def hyphenated(ctx: Context, span: Span, kinds: frozenset[Kind] = VALUES) -> tuple[Span, str] | None:
    """The place and the known name of ``low-magnesium``, which reads as a difference, where `low_magnesium` is one."""
    line = ctx.source.text.rfind("\n", 0, span.start) + 1
    for found in _HYPHENATED.finditer(ctx.source.text, max(line, span.start - _LONGEST), span.start + _LONGEST):
        name = found.group().replace("-", "_")
        if found.start() <= span.start <= found.end() and name in ctx.scope.names(kinds):
            return Span(*found.span()), name
    return None


def _misspelt_unknown(ctx: Context, name: ast.Ident | ast.Name) -> bool:
    """``age is unknwon``: reported as the misspelt word that it is."""
    before = ctx.source.text[max(0, name.span.start - 20) : name.span.start]
    close = closest(name.name, ("unknown", "known"))
    if close is None or _IS.search(before) is None:
        return False
    ctx.report(
        UNKNOWN_NAME,
        f"`{name.name}` is no name, and no word of the language",
        name.span,
        help=f"did you mean `{close}`?",
        edits=[Edit(span=name.span, replacement=close, title=f"write `{close}`")],
    )
    return True


def name_of(ctx: Context, name: ast.Ident, *kinds: Kind) -> str | None:
    """The name itself, when it is declared as one of these kinds."""
    symbol = find(ctx, name, frozenset(kinds))
    return None if symbol is None else symbol.name


def drug_of(ctx: Context, name: ast.Ident) -> str | None:
    """The name of a substance, class or member of a class."""
    symbol = find(ctx, name, DRUGS)
    return None if symbol is None else symbol.name


def given_of(ctx: Context, name: ast.Ident) -> str | None:
    """The name of something that can be given: a drug, a class or a regimen."""
    symbol = find(ctx, name, GIVEN)
    return None if symbol is None else symbol.name


def type_of(ctx: Context, name: ast.Ident | ast.Name) -> ir.Type | None:
    """The type of an input or of a named value; None once the fault is reported, or when it is poisoned."""
    symbol = find(ctx, name, VALUES)
    if symbol is None:
        return None
    if symbol.kind == "input":
        found = ctx.inputs.get(symbol.name)
        return None if found is None else found.type
    if symbol.name not in ctx.types:
        ctx.settle(symbol.name)
    return None if symbol.name in ctx.poisoned else ctx.types.get(symbol.name)


def _with_article(words: str) -> str:
    return ("an " if words[0] in "aeiou" else "a ") + words


def _instead(ctx: Context, wanted: str, kinds: frozenset[Kind]) -> str | None:
    close = nearest(wanted, ctx.scope.names(kinds))
    return f"did you mean `{close}`?" if close else None
