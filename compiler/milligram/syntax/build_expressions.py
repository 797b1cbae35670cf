"""Conditions, formulas, bands and cells.

Enters: `Tree` values under ``expr``, ``formula`` and ``cell``. Leaves: `Expr`, `Band` and `Cell` nodes. ``and`` and
``or`` become one node with many operands; a chain of sums is walked, not recursed into; what nests deeper than
`MAX_NESTING` is reported, so no later stage can run out of stack.

    a under 5 mg and not b   ->   And((InBand(Name("a"), Band(high=5 mg, high_included=False)), Not(Name("b"))))
"""

from __future__ import annotations

import re
from typing import Literal as L
from typing import cast

from milligram.diagnostics.model import Edit
from milligram.diagnostics.registry import MISPLACED, NESTED_TOO_DEEP, SYNTAX
from milligram.source import Span
from milligram.syntax.build_common import (
    Builder,
    find,
    ident,
    quantity,
    span_of,
    subtrees,
    text,
    token,
    tokens,
    unit,
)
from milligram.syntax.machine import Tree
from milligram.syntax.nodes import (
    And,
    AnyValue,
    Arithmetic,
    AsUnit,
    Band,
    Call,
    Cell,
    Expr,
    Group,
    Has,
    InBand,
    InUnit,
    Is,
    IsKnown,
    Name,
    Negative,
    Not,
    Or,
    Quantity,
    RegimenState,
    Rounded,
    Rounding,
    Text,
    UnspecifiedValue,
    YearsSince,
)

MAX_NESTING = 100
"""Nodes within nodes of one condition or formula."""

_OPERATORS: dict[str, L["+", "-", "*", "/", "^"]] = {
    "plus": "+",
    "minus": "-",
    "times": "*",
    "divided": "/",
    "raised": "^",
}
BANDS = frozenset({"under", "at_most", "over", "at_least", "closed", "half_open", "above", "open"})


def expression(b: Builder, tree: Tree, depth: int = 0) -> Expr:
    """Any condition, formula or value."""
    if depth > MAX_NESTING:
        return _too_deep(b, tree)
    if tree.data in _OPERATORS:
        return _chain(b, tree, depth)
    if tree.data in ("either", "both", "negated", "in_band", "equals", "differs_from", "known", "unknown", "has"):
        return _condition(b, tree, depth + 1)
    return _operand(b, tree, depth + 1)


def _too_deep(b: Builder, tree: Tree) -> Name:
    """Says so once a formula, and cuts the rest off."""
    last = b.diagnostics[-1] if b.diagnostics else None
    if last is None or last.code is not NESTED_TOO_DEEP or last.span.end < tree.start:
        b.report(
            NESTED_TOO_DEEP,
            span_of(tree),
            f"this formula nests more than {MAX_NESTING} deep",
            "give a part of it a name with `define`",
        )
    return Name(span=span_of(tree), name="")


def _chain(b: Builder, tree: Tree, depth: int) -> Expr:
    """``a + b - c …``: down the left side, then folded, with the depth counted as it will be in the result."""
    links: list[Tree] = []
    while tree.data in _OPERATORS and tree.data != "raised":
        links.append(tree)
        tree = subtrees(tree)[0]
    if not links:
        return _power(b, tree, depth)
    if depth + len(links) > MAX_NESTING:
        return _too_deep(b, links[0])
    left = expression(b, tree, depth + len(links))
    for link in reversed(links):
        right = expression(b, subtrees(link)[1], depth + 1)
        left = Arithmetic(span=span_of(link), op=_OPERATORS[link.data], left=left, right=right)
    return left


def _power(b: Builder, tree: Tree, depth: int) -> Expr:
    base, exponent = (expression(b, part, depth + 1) for part in subtrees(tree))
    if isinstance(base, Quantity) and base.number.startswith("-"):
        # -2 ^ 2 is -(2 ^ 2), as on paper; the lexer had joined sign and number.
        positive = Quantity(
            span=Span(base.span.start + 1, base.span.end), number=base.number[1:], unit=base.unit, also=base.also
        )
        power = Arithmetic(span=span_of(tree), op="^", left=positive, right=exponent)
        return Negative(span=span_of(tree), operand=power)
    return Arithmetic(span=span_of(tree), op="^", left=base, right=exponent)


def _condition(b: Builder, tree: Tree, depth: int) -> Expr:
    span, parts = span_of(tree), subtrees(tree)
    match tree.data:
        case "either":
            return Or(span=span, operands=tuple(expression(b, part, depth) for part in parts))
        case "both":
            return And(span=span, operands=tuple(expression(b, part, depth) for part in parts))
        case "negated":
            return Not(span=span, operand=expression(b, parts[0], depth))
        case "in_band":
            return InBand(span=span, subject=expression(b, parts[0], depth), band=band(b, parts[1], depth))
        case "equals" | "differs_from":
            values = tuple(expression(b, part, depth) for part in parts[1:])
            same = Is(span=span, subject=expression(b, parts[0], depth), values=values)
            return same if tree.data == "equals" else Not(span=span, operand=same)
        case "known" | "unknown":
            return IsKnown(span=span, subject=expression(b, parts[0], depth), known=tree.data == "known")
        case _:
            first, *rest = tokens(tree, "NAME")
            values_of_set = tuple(ident(b, word) for word in rest)
            subject = Name(span=span_of(first), name=ident(b, first).name)
            return Has(span=span, subject=subject, values=values_of_set)


def _operand(b: Builder, tree: Tree, depth: int) -> Expr:
    span, parts = span_of(tree), subtrees(tree)
    match tree.data:
        case "name":
            return name(b, tree)
        case "literal" | "amount":
            return quantity(b, tree)
        case "text":
            return text(tree)
        case "answer":
            return Name(span=span, name=token(tree).text)
        case "state_step" | "state_time":
            which: L["step", "time"] = "step" if tree.data == "state_step" else "time"
            return RegimenState(span=span, regimen=ident(b, token(tree)), which=which)
        case "years_since":
            return YearsSince(span=span, date=ident(b, token(tree)))
        case "call":
            return _call(b, tree, depth)
        case "group":
            return Group(span=span, operand=expression(b, parts[0], depth))
        case "negative":
            return Negative(span=span, operand=expression(b, parts[0], depth))
        case "in_unit":
            return InUnit(span=span, operand=expression(b, parts[0], depth), unit=unit(b, parts[1]))
        case "as_unit":
            shaped: Expr = AsUnit(
                span=Span(span.start, parts[1].end), operand=expression(b, parts[0], depth), unit=unit(b, parts[1])
            )
            if len(parts) == 3:
                shaped = Rounded(span=span, operand=shaped, rounding=rounding(b, parts[2]))
            return shaped
        case "rounded":
            return Rounded(span=span, operand=expression(b, parts[0], depth), rounding=rounding(b, parts[1]))
        case other:
            raise AssertionError(f"no expression is called {other}")


def _call(b: Builder, tree: Tree, depth: int) -> Expr:
    function, *arguments = subtrees(tree)
    word = token(function).text
    if len(arguments) > 20:
        b.report(SYNTAX, span_of(tree), f"`{word}` has more than 20 arguments", "take them in two groups")
    return Call(
        span=span_of(tree),
        function=cast('L["min", "max", "abs", "sqrt", "ln", "log10", "exp", "floor"]', word),
        arguments=tuple(expression(b, part, depth) for part in arguments),
    )


def name(b: Builder, tree: Tree) -> Name:
    """A name in a formula."""
    word = token(tree)
    return Name(span=span_of(word), name=ident(b, word).name)


def rounding(b: Builder, tree: Tree) -> Rounding:
    """``rounded [up|down] to Q``."""
    mode: L["nearest", "up", "down"] = "nearest"
    if find(tree, "up") is not None:
        mode = "up"
    elif find(tree, "down") is not None:
        mode = "down"
    to = find(tree, "amount")
    assert to is not None
    return Rounding(span=span_of(tree), mode=mode, to=quantity(b, to))


def band(b: Builder, tree: Tree, depth: int = 0) -> Band:
    """``under Q``, ``A to B``, ``over A to under B`` …, in words or signs."""
    bounds = [expression(b, part, depth) for part in subtrees(tree)]
    span = span_of(tree)
    match tree.data:
        case "under" | "at_most":
            return Band(span=span, high=bounds[0], high_included=tree.data == "at_most")
        case "over" | "at_least":
            return Band(span=span, low=bounds[0], low_included=tree.data == "at_least")
        case _:
            return Band(
                span=span,
                low=bounds[0],
                low_included=tree.data in ("closed", "half_open"),
                high=bounds[1],
                high_included=tree.data in ("closed", "above"),
            )


# --- cells ----------------------------------------------------------------------------------------------------------


def cell(b: Builder, tree: Tree) -> Cell:
    """A cell that selects: each alternative a band, a name, a text or ``any``."""
    parts = subtrees(tree) if tree.data == "alternatives" else [tree]
    return Cell(span=span_of(tree), alternatives=tuple(_alternative(b, part) for part in parts))


def _alternative(b: Builder, tree: Tree) -> Band | Name | Text | AnyValue:
    if tree.data in BANDS:
        return band(b, tree)
    if tree.data == "anything":
        return AnyValue(span=span_of(tree))
    if tree.data == "unspecified_value":
        _no_cell(b, tree)
        return AnyValue(span=span_of(tree))
    value = expression(b, tree)
    while isinstance(value, Group):
        value = value.operand
    match value:
        case Name() | Text():
            return value
        case Quantity():
            return Band(span=value.span, low=value, high=value)
        case _:
            _no_cell(b, tree)
            return AnyValue(span=span_of(tree))


_BULLET = re.compile(r"- +(?=[A-Za-z_])")


def no_bullet(b: Builder, tree: Tree) -> None:
    """Reports a `-` before the first name of a line: it would make a negative number of it."""
    at = span_of(tree).start
    if (found := _BULLET.match(b.source.text, at)) is not None:
        span = Span(at, at + 1)
        edit = Edit(span=Span(at, found.end()), replacement="", title="leave it out")
        b.report(
            SYNTAX, span, "no `-` stands before a condition: it would make the value negative", "leave it out", (edit,)
        )


def _no_cell(b: Builder, tree: Tree) -> None:
    b.report(
        MISPLACED,
        span_of(tree),
        f"`{b.source.slice(span_of(tree))}` cannot be looked for: a cell is a band, a name, a text or `any`",
        "write a band such as `20 to under 30 mL/min`, or `any`",
    )


def cell_value(b: Builder, tree: Tree) -> Expr | UnspecifiedValue:
    """A cell that gives: one value, formula or text, or ``unspecified``."""
    if tree.data == "unspecified_value":
        words = find(tree, "text")
        return UnspecifiedValue(span=span_of(tree), text=None if words is None else text(words))
    if tree.data == "alternatives" or tree.data in BANDS or tree.data == "anything":
        b.report(
            MISPLACED,
            span_of(tree),
            f"`{b.source.slice(span_of(tree))}` cannot be given: a table gives one value a cell",
            "write one value, or `unspecified`",
        )
        return UnspecifiedValue(span=span_of(tree))
    return expression(b, tree)
