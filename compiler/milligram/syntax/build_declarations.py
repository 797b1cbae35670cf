"""Substances, classes, inputs, definitions, tables and scores.

Enters: a declaration's `Tree`. Leaves: its node. What stands in the wrong place or twice is reported; the node is built
all the same.

    input age in years whole, plausible 0 to 120   ->   Input(kind=QuantityKind(unit=years, whole=True), plausible=…)
"""

from __future__ import annotations

from typing import Literal as L

from milligram.diagnostics.registry import REPEATED_PART, ROW_SHAPE
from milligram.syntax.build_common import (
    Builder,
    find,
    find_all,
    ident,
    idents,
    label,
    notes_in,
    number,
    optional_text,
    quantities,
    span_of,
    subtrees,
    token,
    tokens,
    unit,
)
from milligram.syntax.build_expressions import cell, cell_value, expression, no_bullet
from milligram.syntax.machine import Tree
from milligram.syntax.nodes import (
    Case_,
    Choice,
    ChoiceKind,
    Define,
    DrugClass,
    Expr,
    Impossible,
    Input,
    Line,
    PlainKind,
    Plausible,
    Points,
    QuantityKind,
    Row,
    Score,
    Substance,
    Table,
)

_NOTES = ("notes", "plain_notes", "note_line")


def body_of(tree: Tree) -> list[Tree]:
    """The child trees that are not notes."""
    return [part for part in subtrees(tree) if part.data not in _NOTES]


def once(b: Builder, tree: Tree, data: str, words: str) -> Tree | None:
    """The one part of this kind; another is reported."""
    parts = find_all(tree, data)
    for again in parts[1:]:
        b.report(REPEATED_PART, span_of(again), f"{words} stands here a second time", "keep one of the two")
    return parts[0] if parts else None


# --- substances, classes, inputs ------------------------------------------------------------------------------------


def substance(b: Builder, tree: Tree) -> Substance:
    """``substance NAME [label] [formula F] [, charge N] [, gives N X] [, in unit]``."""
    formula = once(b, tree, "substance_formula", "`formula`")
    charge = once(b, tree, "charge", "`charge`")
    in_unit = once(b, tree, "substance_unit", "`in`")
    return Substance(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        label=label(tree),
        formula=None if formula is None else token(formula, "FORMULA").text,
        charge=None if charge is None else number(b, token(charge, "NUMBER")),
        gives=tuple(
            (number(b, token(part, "NUMBER")), ident(b, token(part, "NAME"))) for part in find_all(tree, "gives")
        ),
        in_unit=None if in_unit is None else unit(b, subtrees(in_unit)[0]),
        notes=notes_in(b, tree),
    )


def drug_class(b: Builder, tree: Tree) -> DrugClass:
    """``class NAME [label] of A, B``."""
    name, *members = idents(b, tree)
    return DrugClass(span=span_of(tree), name=name, label=label(tree), members=tuple(members), notes=notes_in(b, tree))


def input_(b: Builder, tree: Tree) -> Input:
    """``input NAME [label] KIND, ATTRIBUTES``."""
    plausible = once(b, tree, "plausible", "`plausible`")
    valid = once(b, tree, "valid", "`valid`")
    given_label = once(b, tree, "label", "a label")
    return Input(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        label=label(tree) or optional_text(given_label),
        kind=_kind(b, tree),
        plausible=None if plausible is None else _plausible(b, plausible),
        valid=None if valid is None else quantities(b, valid)[0],
        ask=optional_text(once(b, tree, "ask", "`ask`")),
        loinc=optional_text(once(b, tree, "loinc", "`loinc`")),
        snomed=optional_text(once(b, tree, "snomed", "`snomed`")),
        notes=notes_in(b, tree),
    )


_PLAIN_KINDS: dict[str, L["number", "count", "date", "yes_no"]] = {
    "number_kind": "number",
    "count_kind": "count",
    "date_kind": "date",
    "yes_no_kind": "yes_no",
}


def _kind(b: Builder, tree: Tree) -> QuantityKind | PlainKind | ChoiceKind:
    kind = find(tree, "quantity_kind", "one_of", "any_of", *_PLAIN_KINDS)
    assert kind is not None
    if kind.data == "quantity_kind":
        phrase = unit(b, subtrees(kind)[0])
        return QuantityKind(span=span_of(kind), unit=phrase, whole=bool(tokens(kind, "WHOLE")))
    if kind.data in _PLAIN_KINDS:
        return PlainKind(span=span_of(kind), kind=_PLAIN_KINDS[kind.data])
    choices = (*find_all(kind, "choice"), *find_all(tree, "choice"))
    return ChoiceKind(
        span=span_of(kind).to(span_of(choices[-1])),
        several=kind.data == "any_of",
        choices=tuple(_choice(b, part) for part in choices),
    )


def _choice(b: Builder, tree: Tree) -> Choice:
    points = tokens(tree, "NUMBER")
    return Choice(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        label=label(tree),
        points=number(b, points[0]) if points else None,
    )


def _plausible(b: Builder, tree: Tree) -> Plausible:
    low, high = quantities(b, tree)
    return Plausible(span=span_of(tree), low=low, high=high)


def impossible(b: Builder, tree: Tree) -> Impossible:
    """``impossible when C``."""
    return Impossible(span=span_of(tree), condition=expression(b, body_of(tree)[0]), notes=notes_in(b, tree))


# --- definitions, tables, scores ------------------------------------------------------------------------------------

MOST_PLACES = 4
"""So many rows with one cause are shown."""
_FORMS: dict[str, L["expr", "any", "all", "at_least", "cases"]] = {
    "define_expr": "expr",
    "define_any": "any",
    "define_all": "all",
    "define_at_least": "at_least",
    "define_cases": "cases",
}


def define(b: Builder, tree: Tree) -> Define:
    """All five forms of ``define``."""
    form = _FORMS[tree.data]
    at_least = tokens(tree, "NUMBER")
    # The label is the first text; a defined text comes after it, or is all there is.
    expr: Expr | None = None
    words = label(tree)
    if form == "expr":
        formula = body_of(tree)[-1]
        expr = expression(b, formula)
        words = None if formula is find(tree, "text") else words
    return Define(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        label=words,
        form=form,
        at_least=number(b, at_least[0]) if at_least else None,
        first_that_applies=find(tree, "first") is not None,
        expr=expr,
        lines=tuple(_line(b, part) for part in find_all(tree, "line")),
        cases=tuple(_by_case(b, part) for part in find_all(tree, "by_case")),
        notes=notes_in(b, tree),
    )


def _line(b: Builder, tree: Tree) -> Line:
    no_bullet(b, tree)
    return Line(span=span_of(tree), condition=expression(b, body_of(tree)[0]), notes=notes_in(b, tree))


def _by_case(b: Builder, tree: Tree) -> Case_:
    value, *condition = body_of(tree)
    return Case_(
        span=span_of(tree),
        value=expression(b, value),
        condition=expression(b, condition[0]) if condition else None,
        notes=notes_in(b, tree),
    )


def table(b: Builder, tree: Tree) -> Table:
    """``table by a, b gives x, y`` and its rows, each with a cell for every input and a value for every output."""
    by_tree, gives_tree = find(tree, "table_by"), find(tree, "table_gives")
    assert by_tree is not None
    assert gives_tree is not None
    by = tuple(expression(b, part) for part in subtrees(by_tree))
    gives = idents(b, gives_tree)
    _count_cells(b, tree, len(by), len(gives))
    rows = find_all(tree, "row")
    heads = [row for row in rows[:1] if _is_head(b, row, b.source.slice(by[0].span))]
    for row in heads:
        b.report(ROW_SHAPE, span_of(row), "this row names the columns again", "leave it out: the line above names them")
    return Table(
        span=span_of(tree),
        by=by,
        gives=gives,
        first_that_applies=find(tree, "first") is not None,
        rows=tuple(_no_row(b, part) if part in heads else _row(b, part, len(by), len(gives)) for part in rows),
        notes=notes_in(b, tree),
    )


def _count_cells(b: Builder, tree: Tree, inputs: int, outputs: int) -> None:
    """Reports the rows of another width than the table's first line: those of one width have one cause."""
    columns = inputs + outputs
    rows = find_all(tree, "row")
    off: dict[int, list[Tree]] = {}
    for row in rows:
        if (width := len(body_of(row))) != columns:
            off.setdefault(width, []).append(row)
    for width, alike in off.items():
        said = f"this row has {width} cells; the table has {columns} columns"
        repair = (
            f"write {inputs} cell{'s' if inputs > 1 else ''} to look for, "
            f"then {outputs} value{'s' if outputs > 1 else ''}, separated by `|`"
        )
        if len(alike) == len(rows) > 1:
            said = f"every row has {width} cells, and the line above them names {columns} columns"
            repair = "name every column there: what to look for after `by`, what comes out after `gives`"
        b.report(ROW_SHAPE, span_of(alike[0]), said, repair, also=[span_of(row) for row in alike[1:MOST_PLACES]])


def _no_row(b: Builder, tree: Tree) -> Row:
    return Row(span=span_of(tree), cells=(), values=(), notes=notes_in(b, tree))


def _is_head(b: Builder, row: Tree, by: str) -> bool:
    """Whether a row says what the columns are called, as the head of a printed table does."""
    parts = body_of(row)
    return len(parts) > 1 and all(part.data == "name" for part in parts) and b.source.slice(span_of(parts[0])) == by


def _row(b: Builder, tree: Tree, inputs: int, outputs: int) -> Row:
    parts = body_of(tree)
    if len(parts) != inputs + outputs:
        return _no_row(b, tree)
    return Row(
        span=span_of(tree),
        cells=tuple(cell(b, part) for part in parts[:inputs]),
        values=tuple(cell_value(b, part) for part in parts[inputs:]),
        notes=notes_in(b, tree),
    )


def score(b: Builder, tree: Tree) -> Score:
    """``score NAME [label]`` and its lines."""
    return Score(
        span=span_of(tree),
        name=ident(b, token(tree, "NAME")),
        label=label(tree),
        lines=tuple(_points(b, part) for part in find_all(tree, "points_when", "points_add")),
        notes=notes_in(b, tree),
    )


def _points(b: Builder, tree: Tree) -> Points:
    value, *condition = body_of(tree)
    return Points(
        span=span_of(tree),
        value=expression(b, value),
        condition=expression(b, condition[0]) if condition else None,
        notes=notes_in(b, tree),
    )
