"""Regimens, monitors and pitfalls: what is planned beside the pathway.

Enters: a declaration's `Tree`. Leaves: its node. What stands in the wrong place or twice is reported; the node is built
all the same.

    at most 1500 mg per day [r3]   ->   AtMost(limit=Quantity("1500", mg/day), notes=…)
"""

from __future__ import annotations

from typing import Literal as L

from milligram.diagnostics.registry import MISPLACED
from milligram.syntax.build_common import (
    Builder,
    find,
    find_all,
    ident,
    idents,
    label,
    notes_in,
    number,
    optional_name,
    optional_text,
    quantities,
    quantity,
    span_of,
    text,
    token,
)
from milligram.syntax.build_declarations import body_of, once
from milligram.syntax.build_expressions import expression
from milligram.syntax.build_statements import condition_of, dose, statements
from milligram.syntax.machine import Tree
from milligram.syntax.nodes import (
    After,
    AtMost,
    BackTo,
    Monitor,
    MonitorLine,
    NeverRule,
    Notes,
    Pitfall,
    Quantity,
    Regimen,
    RegimenLine,
    Route,
    Step,
    StopWhen,
    Text,
    Then,
)

# --- regimens and monitoring ----------------------------------------------------------------------------------------


def regimen(b: Builder, tree: Tree) -> Regimen:
    """``regimen NAME [label] [of X]`` and its lines in order."""
    lines = (line for part in body_of(tree) if (line := _regimen_line(b, part)) is not None)
    return Regimen(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        label=label(tree),
        of=optional_name(b, find(tree, "regimen_of")),
        lines=tuple(lines),
        notes=notes_in(b, tree),
    )


def _regimen_line(b: Builder, tree: Tree) -> RegimenLine | None:
    span, notes = span_of(tree), notes_in(b, tree)
    match tree.data:
        case "route":
            return Route(span=span, name=ident(b, token(tree, "NAME")), notes=notes)
        case "step":
            return _step(b, tree, notes)
        case "then":
            after, condition = _after(b, tree), condition_of(b, tree)
            return Then(span=span, after=after, condition=condition, body=statements(b, tree), notes=notes)
        case "back_to":
            return BackTo(
                span=span,
                number=number(b, token(tree, "NUMBER")),
                after=_after(b, tree),
                condition=condition_of(b, tree),
                notes=notes,
            )
        case "stop_when" | "hold_while":
            condition_tree = body_of(tree)[0]
            holds = tree.data == "hold_while"
            return StopWhen(span=span, hold=holds, condition=expression(b, condition_tree), notes=notes)
        case "bounded":
            return AtMost(span=span, limit=quantities(b, tree)[0], notes=notes)
        case _:
            return None


def _step(b: Builder, tree: Tree, notes: Notes) -> Step:
    given = find(tree, "dose")
    return Step(
        span=span_of(tree),
        number=number(b, token(tree, "NUMBER")),
        after=_after(b, tree),
        condition=condition_of(b, tree),
        dose=None if given is None else dose(b, given),
        body=statements(b, tree),
        notes=notes,
    )


def _after(b: Builder, tree: Tree) -> After | None:
    found = find(tree, "after")
    if found is None:
        return None
    *low, high = quantities(b, found)
    return After(span=span_of(found), low=low[0] if low else None, high=high)


def monitor(b: Builder, tree: Tree) -> Monitor:
    """``monitor NAME [label]: a, b`` and its lines."""
    inputs = find(tree, "monitored")
    assert inputs is not None
    lines = find_all(tree, "at_baseline", "monitor_after", "monitor_every", "monitor_unspecified")
    return Monitor(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        label=label(tree),
        inputs=idents(b, inputs),
        lines=tuple(_monitor_line(b, part) for part in lines),
        notes=notes_in(b, tree),
    )


_MONITOR_KINDS: dict[str, L["baseline", "after", "every", "unspecified"]] = {
    "at_baseline": "baseline",
    "monitor_after": "after",
    "monitor_every": "every",
    "monitor_unspecified": "unspecified",
}


def _monitor_line(b: Builder, tree: Tree) -> MonitorLine:
    every: Quantity | None = None
    words: Text | None = None
    if tree.data == "monitor_every":
        amount = find(tree, "amount")
        assert amount is not None
        every = quantity(b, amount)
    elif tree.data == "monitor_unspecified":
        found = find(tree, "text")
        assert found is not None
        words = text(found)
    return MonitorLine(
        span=span_of(tree),
        kind=_MONITOR_KINDS[tree.data],
        after=_after(b, tree),
        every=every,
        text=words,
        condition=condition_of(b, tree),
        notes=notes_in(b, tree),
    )


# --- pitfalls -------------------------------------------------------------------------------------------------------


def pitfall(b: Builder, tree: Tree) -> Pitfall:
    """``pitfall "…"`` with its rules, or ``unchecked because "…"``."""
    words = label(tree)
    assert words is not None
    unchecked = once(b, tree, "unchecked", "`unchecked`")
    rules = find_all(tree, "never")
    if unchecked is not None and rules:
        b.report(
            MISPLACED,
            span_of(unchecked),
            "a pitfall with a rule is checked, and this one says that it is not",
            "keep the rule, or the `unchecked` line",
        )
    extra = () if unchecked is None else (unchecked,)
    return Pitfall(
        span=span_of(tree),
        text=words,
        rules=tuple(_never(b, part) for part in rules),
        unchecked=optional_text(unchecked),
        notes=notes_in(b, tree, *extra),
    )


def _never(b: Builder, tree: Tree) -> NeverRule:
    return NeverRule(
        span=span_of(tree),
        target=ident(b, token(tree, "NAME")),
        condition=expression(b, body_of(tree)[0]),
        notes=notes_in(b, tree),
    )
