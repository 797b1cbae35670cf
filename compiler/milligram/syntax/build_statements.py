"""Statements, doses and decisions.

Enters: `Tree` values under ``_simple``, ``when``, ``decide`` and ``dose``. Leaves: the statement nodes.

    give 12 mmol of magnesium at night   ->   Give(dose=Dose(amount=12 mmol, of=magnesium, schedule=(at_night,)))

A dose says once whose mass it is: ``of`` stands on the `Dose`, not on the unit of its amount, and an equivalence
written after the amount or at the end is the dose's own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from milligram.diagnostics.model import Edit
from milligram.diagnostics.registry import MISPLACED, REPEATED_PART, UNKNOWN_KEYWORD
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
    quantities,
    quantity,
    span_of,
    subtrees,
    token,
)
from milligram.syntax.build_expressions import cell, expression, name, no_bullet, rounding
from milligram.syntax.machine import Tree
from milligram.syntax.nodes import (
    Advise,
    AdviseAgainst,
    AnyStatement,
    Branch,
    Cell,
    Continue,
    Decide,
    Dose,
    End,
    Every,
    Expr,
    Follow,
    Give,
    Hold,
    Ident,
    Name,
    Note,
    Order,
    Quantity,
    Refer,
    Report,
    Start,
    Stop,
    Suggest,
    Text,
    Unspecified,
    When,
)

STATEMENTS = frozenset(
    [
        "give_target",
        "give_unspecified",
        "give_dose",
        "stop",
        "hold",
        "advise",
        "advise_against",
        "suggest",
        "order",
        "refer",
        "start",
        "note_text",
        "report",
        "unspecified",
        "follow",
        "continue",
        "end",
        "when",
        "decide",
    ]
)


def statements(b: Builder, tree: Tree) -> tuple[AnyStatement, ...]:
    """The statements directly under a tree, in order."""
    return tuple(statement(b, part) for part in subtrees(tree) if part.data in STATEMENTS)


def statement(b: Builder, tree: Tree) -> AnyStatement:
    """One statement with its notes."""
    if tree.data == "when":
        return _when(b, tree)
    if tree.data == "decide":
        return _decide(b, tree)
    if tree.data in ("give_target", "give_unspecified", "give_dose"):
        return _give(b, tree)
    if tree.data in ("advise", "refer", "note_text", "unspecified"):
        return _of_text(b, tree)
    return _of_name(b, tree)


def _of_text(b: Builder, tree: Tree) -> AnyStatement:
    span, notes = span_of(tree), notes_in(b, tree)
    words = label(tree)
    assert words is not None
    match tree.data:
        case "advise":
            return Advise(span=span, notes=notes, text=words)
        case "refer":
            return Refer(span=span, notes=notes, to=words)
        case "note_text":
            return Note(span=span, notes=notes, text=words)
        case _:
            return Unspecified(span=span, notes=notes, text=words)


def _of_name(b: Builder, tree: Tree) -> AnyStatement:
    span, notes = span_of(tree), notes_in(b, tree)
    match tree.data:
        case "continue":
            return Continue(span=span, notes=notes)
        case "end":
            return End(span=span, notes=notes)
        case "report":
            return Report(span=span, notes=notes, names=idents(b, tree))
        case "suggest":
            return Suggest(span=span, notes=notes, what=_text_or_name(b, tree))
        case "order":
            return Order(span=span, notes=notes, what=_text_or_name(b, tree))
    target = ident(b, token(tree, "NAME"))
    match tree.data:
        case "stop":
            return Stop(span=span, notes=notes, target=target)
        case "hold":
            conditions = [part for part in subtrees(tree) if part.data != "notes"]
            until = expression(b, conditions[0]) if conditions else None
            return Hold(span=span, notes=notes, target=target, until=until)
        case "advise_against":
            return AdviseAgainst(span=span, notes=notes, target=target)
        case "start":
            return Start(span=span, notes=notes, monitor=target)
        case "follow":
            return Follow(span=span, notes=notes, part=target)
        case other:
            raise AssertionError(f"no statement is called {other}")


def _text_or_name(b: Builder, tree: Tree) -> Text | Ident:
    return label(tree) or ident(b, token(tree, "NAME"))


def _give(b: Builder, tree: Tree) -> Give:
    span, notes = span_of(tree), notes_in(b, tree)
    if tree.data == "give_dose":
        inner = find(tree, "dose")
        assert inner is not None
        return Give(span=span, notes=notes, dose=dose(b, inner))
    target = ident(b, token(tree, "NAME"))
    return Give(span=span, notes=notes, target=target, unspecified_dose=label(tree))


def _when(b: Builder, tree: Tree) -> When:
    return When(
        span=span_of(tree),
        notes=notes_in(b, tree),
        condition=expression(b, subtrees(tree)[0]),
        body=statements(b, tree),
    )


def condition_of(b: Builder, tree: Tree) -> Expr | None:
    """``when C`` in a line that may go without."""
    found = find(tree, "if_condition")
    return None if found is None else expression(b, subtrees(found)[0])


# --- decisions ------------------------------------------------------------------------------------------------------


def _decide(b: Builder, tree: Tree) -> Decide:
    by_tree = find(tree, "decide_by")
    by = () if by_tree is None else tuple(expression(b, part) for part in subtrees(by_tree))
    if not by:
        _require_subject(b, tree)
    return Decide(
        span=span_of(tree),
        notes=notes_in(b, tree),
        question=label(tree),
        by=by,
        first_that_applies=find(tree, "first") is not None,
        branches=tuple(_branch(b, part, by) for part in find_all(tree, "branch")),
    )


def _branch(b: Builder, tree: Tree, by: tuple[Expr, ...]) -> Branch:
    head = subtrees(tree)[0]
    no_bullet(b, head)
    span, notes, body = span_of(tree), notes_in(b, tree), statements(b, tree)
    match head.data:
        case "branch_unknown":
            return Branch(span=span, test="unknown", notes=notes, body=body)
        case "branch_otherwise":
            return Branch(span=span, test="otherwise", notes=notes, body=body)
    words = b.source.slice(span_of(head))
    if words in ("else", "default"):
        edit = Edit(span=span_of(head), replacement="otherwise", title="write `otherwise`")
        b.report(UNKNOWN_KEYWORD, span_of(head), f"`{words}` starts no branch", "did you mean `otherwise`?", (edit,))
        return Branch(span=span, test="otherwise", notes=notes, body=body)
    if not by:
        return Branch(span=span, test=_condition(b, head), notes=notes, body=body)
    return Branch(span=span, test=_cells(b, head, by), notes=notes, body=body)


def _require_subject(b: Builder, tree: Tree) -> None:
    """Reports the first branch that is a band or a cell, in a `decide` without ``by``: the others have one cause."""
    for branch in find_all(tree, "branch"):
        head = subtrees(branch)[0]
        if head.data not in ("branch_condition", "branch_unknown", "branch_otherwise"):
            b.report(
                MISPLACED,
                span_of(head),
                f"`{b.source.slice(span_of(head))}` says nothing of which value, and the decide above it has no `by`",
                "write `decide … by X`, or a condition such as `age under 18 years`",
            )
            return


def _condition(b: Builder, head: Tree) -> Expr:
    """A branch of a `decide` without ``by``."""
    inner = subtrees(head)
    if head.data == "branch_condition":
        return expression(b, inner[0])
    return Name(span=span_of(head), name="")


_CONDITIONS = ("in_band", "either", "both", "negated", "equals", "differs_from", "known", "unknown", "has")
_UNKNOWN = ("not known", "not measured", "not available", "not done", "not tested")


def _test_alone(b: Builder, condition: Tree, by: tuple[Expr, ...]) -> str | None:
    """``crcl under 20 mL/min`` under ``decide by crcl``: the band alone, or `unknown`; None where it says more."""
    from milligram.syntax.rewrites import band  # only a fault needs it

    words = b.source.slice(span_of(condition))
    if words in _UNKNOWN:
        return "unknown"
    if len(by) == 1 and (meant := band(words)) is not None:
        return meant
    if len(by) != 1 or not words.startswith(subject := f"{b.source.slice(by[0].span)} "):
        return None
    rest = words[len(subject) :].strip()
    match condition.data:
        case "unknown":
            return "unknown"
        case "in_band" | "equals" if rest:
            return re.sub(r"^(?:is|=)\s+", "", rest)
        case _:
            return None


def _alone(b: Builder, condition: Tree, by: tuple[Expr, ...]) -> str:
    """What to write for ``crcl under 20 mL/min``, where the decision is by something else."""
    inner = subtrees(condition)
    if condition.data != "in_band" or len(by) != 1 or not inner or inner[0].data != "name":
        return "write a band or a name here, or leave out `by`"
    name, whole = b.source.slice(span_of(inner[0])), b.source.slice(span_of(condition))
    said = whole[len(name) :].strip()
    return f"write the band `{said}` alone if `{b.source.slice(by[0].span)}` is meant, or leave out `by`"


def _cells(b: Builder, head: Tree, by: tuple[Expr, ...]) -> tuple[Cell, ...]:
    """A branch of a `decide … by`: as many cells as it decides by."""
    inner = subtrees(head)
    columns = len(by)
    if head.data == "branch_condition" and inner[0].data in _CONDITIONS:
        said = f"`{b.source.slice(span_of(head))}` is a condition, and the decide above it is by a value"
        if (test := _test_alone(b, inner[0], by)) is not None:
            edit = Edit(span=span_of(head), replacement=test, title=f"write `{test}`")
            b.report(MISPLACED, span_of(head), said, f"write `{test}`", (edit,))
        else:
            b.report(MISPLACED, span_of(head), said, _alone(b, inner[0], by))
        return ()
    cells = tuple(cell(b, part) for part in inner)
    if len(cells) != columns:
        s = "" if columns == 1 else "s"
        b.report(
            MISPLACED,
            span_of(head),
            f"this branch has {len(cells)} cell{'' if len(cells) == 1 else 's'}; "
            f"the decide above it is by {columns} value{s}",
            "write one cell for each value, separated by `|`",
        )
    return cells


# --- doses ----------------------------------------------------------------------------------------------------------

_ONCE_ONLY = {
    "dose_of": "`of`",
    "by_weight": "`by`",
    "dose_volume": "`in`",
    "dose_over": "`over`",
    "dose_for": "`for`",
    "dose_count": "`for`",
    "dose_at_most": "`at most`",
    "rounding": "`rounded`",
    "also": "`also`",
}


def dose(b: Builder, tree: Tree) -> Dose:
    """An amount and how it is given; each part once, schedules apart."""
    _no_repeats(b, tree)
    low, amount = _amounts(b, tree)
    of = optional_name(b, find(tree, "dose_of"))
    also: tuple[Quantity, ...] = ()
    if isinstance(amount, Quantity):
        also = amount.also
        if amount.unit is not None:
            of = amount.unit.of
            amount = replace(amount, unit=replace(amount.unit, of=None), also=())
    if (stated := find(tree, "also")) is not None:
        also += quantities(b, stated)
    volume = find(tree, "dose_volume")
    count = find(tree, "dose_count")
    shape = find(tree, "rounding")
    return Dose(
        span=span_of(tree),
        amount=amount,
        low=low,
        of=of,
        by=optional_name(b, find(tree, "by_weight")),
        volume=None if volume is None else expression(b, subtrees(volume)[0]),
        over=_one(b, find(tree, "dose_over")),
        schedule=tuple(_schedule(b, part) for part in subtrees(tree) if part.data in _SCHEDULES),
        duration=_one(b, find(tree, "dose_for")),
        doses=None if count is None else number(b, token(count, "NUMBER")),
        at_most=_one(b, find(tree, "dose_at_most")),
        rounding=None if shape is None else rounding(b, shape),
        also=also,
    )


def _amounts(b: Builder, tree: Tree) -> tuple[Quantity | None, Expr]:
    first = subtrees(tree)[0]
    if first.data == "dose_range":
        low, high = quantities(b, first)
        return low, high
    if first.data == "name":
        return None, name(b, first)
    return None, quantity(b, first)


def _one(b: Builder, tree: Tree | None) -> Quantity | None:
    return None if tree is None else quantities(b, tree)[0]


_SCHEDULES = ("once", "daily", "times_daily", "at_night", "every", "as_needed")


def _schedule(b: Builder, tree: Tree) -> Every:
    span = span_of(tree)
    match tree.data:
        case "once":
            return Every(span=span, kind="once")
        case "daily":
            return Every(span=span, kind="daily")
        case "times_daily":
            return Every(span=span, kind="times_daily", times=number(b, token(tree, "NUMBER")))
        case "at_night":
            return Every(span=span, kind="at_night")
        case "as_needed":
            return Every(span=span, kind="as_needed")
        case _:
            amounts = quantities(b, tree)
            low = amounts[0]
            return Every(span=span, kind="every", low=low, high=amounts[1] if len(amounts) == 2 else None)


def _no_repeats(b: Builder, tree: Tree) -> None:
    seen: set[str] = set()
    for part in subtrees(tree):
        words = _ONCE_ONLY.get(part.data)
        if words is None:
            continue
        if words in seen:
            b.report(REPEATED_PART, span_of(part), f"{words} stands twice in this dose", "keep one of the two")
        seen.add(words)
