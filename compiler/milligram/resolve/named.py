"""Named values: defines, tables and scores.

Enters: their declarations. Leaves: `ir.Named`, in an order in which each uses only earlier ones, and their types in the
`Context`. One with a fault is left out, and its name poisoned.

    define low: magnesium under 0.70 mmol/L   ->   DefinedCondition("low", Band(…))
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from milligram.diagnostics.registry import CIRCULAR_DEFINITION, IMPOSSIBLE_NUMBER, NESTED_TOO_DEEP, WRONG_TYPE
from milligram.ir import nodes as ir
from milligram.quantity import NUMBER
from milligram.resolve.cells import cell_condition, subject_of
from milligram.resolve.changes import pure
from milligram.resolve.columns import column_of
from milligram.resolve.conditions import condition, is_condition
from milligram.resolve.context import Context, chain
from milligram.resolve.expressions import number, spoken_type
from milligram.resolve.mentions import Definition, mentions, order
from milligram.resolve.names import type_of
from milligram.resolve.notes import notes_of
from milligram.resolve.quantities import whole
from milligram.resolve.rows import check_otherwise
from milligram.syntax import nodes as ast

DEEPEST = 40
"""How many definitions may be settled inside one another, out of their order; it bounds the depth of recursion."""


@dataclass(slots=True)
class _Book:
    """What is settled, being settled, and still to settle; definitions go by their place in the file."""

    definitions: dict[int, Definition]
    homes: dict[str, int]
    settled: list[ir.Named] = field(default_factory=list)
    finished: set[int] = field(default_factory=set)
    under_way: list[int] = field(default_factory=list)


def settle_named(ctx: Context, declarations: tuple[ast.Declaration, ...]) -> tuple[ir.Named, ...]:
    """All defines, tables and scores that have a meaning, in the order of their use."""
    definitions: dict[int, Definition] = {}
    homes: dict[str, int] = {}
    for place, declaration in enumerate(declarations):
        if isinstance(declaration, ast.Define | ast.Table | ast.Score):
            definitions[place] = declaration
            for name in names_of(declaration):
                symbol = ctx.scope.symbols.get(name)
                if symbol is not None and symbol.home == place:
                    homes[name] = place
    book = _Book(definitions, homes)
    uses: dict[int, list[tuple[int, bool]]] = {}
    for place, definition in definitions.items():
        sure, possible = mentions(definition)
        uses[place] = [(homes[name], True) for name in sure if name in homes]
        uses[place] += [(homes[name], False) for name in possible if name in homes]
    sequence, circles = order(homes, uses)
    for circle in circles:
        _circular(ctx, book, circle)
    ctx.settle = lambda name: _settle(ctx, book, book.homes.get(name))
    for place in [*sequence, *(p for p in definitions if p not in homes.values())]:
        _settle(ctx, book, place)
    return tuple(book.settled)


def names_of(definition: Definition) -> tuple[str, ...]:
    """The names that a definition declares."""
    if isinstance(definition, ast.Table):
        return tuple(name.name for name in definition.gives)
    return (definition.name.name,)


def _settle(ctx: Context, book: _Book, place: int | None) -> None:
    if place is None or place in book.finished:
        return
    if place in book.under_way:
        _circular(ctx, book, book.under_way[book.under_way.index(place) :])
        return
    if len(book.under_way) >= DEEPEST:
        _too_deep(ctx, book, place)
        return
    book.under_way.append(place)
    definition = book.definitions[place]
    found = elaborate(ctx, definition)
    book.under_way.pop()
    book.finished.add(place)
    own = {name for name, home in book.homes.items() if home == place}
    if found is None or own & ctx.poisoned:
        ctx.poisoned.update(own)
        ctx.leave_out(definition)
    elif own:
        found = _only(found, own)
        book.settled.append(found)
        ctx.types.update(_types(found))


def _only(found: ir.Named, own: set[str]) -> ir.Named:
    """A table without the columns whose names belong to other declarations; what is not a table has one name."""
    if not isinstance(found, ir.Table) or own.issuperset(name for name, _ in found.outputs):
        return found
    kept = [place for place, (name, _) in enumerate(found.outputs) if name in own]
    rows = tuple(replace(row, values=tuple(row.values[place] for place in kept)) for row in found.rows)
    return replace(found, outputs=tuple(found.outputs[place] for place in kept), rows=rows)


def _too_deep(ctx: Context, book: _Book, place: int) -> None:
    """Only a circle through words that may be choices leads here; what else is on it is poisoned on the way back."""
    name = names_of(book.definitions[place])[0]
    ctx.poisoned.update(names_of(book.definitions[place]))
    book.finished.add(place)
    ctx.report(
        NESTED_TOO_DEEP,
        f"`{name}` is one of more than {DEEPEST} definitions that read one another in turn",
        ctx.scope.symbols[name].span,
        help="look for a circle among them, or define them in fewer steps",
    )


def _circular(ctx: Context, book: _Book, circle: list[int]) -> None:
    """Reports a circle once and poisons all names in it."""
    names = [names_of(book.definitions[place])[0] for place in circle]
    members = {name for place in circle for name in names_of(book.definitions[place])}
    if members & ctx.poisoned:
        ctx.poisoned.update(members)
        return
    ctx.poisoned.update(members)
    links = chain("which is defined by", [*names[1:], names[0]])
    ctx.report(
        CIRCULAR_DEFINITION,
        f"`{names[0]}` is defined by {links if len(names) > 1 else 'itself'}",
        ctx.scope.symbols[names[0]].span,
        labels=[(ctx.scope.symbols[name].span, f"`{name}` is defined here") for name in names[1:6]],
        help="define one of them without the others",
    )


def _types(found: ir.Named) -> Iterable[tuple[str, ir.Type]]:
    match found:
        case ir.DefinedCondition(name=name):
            return [(name, ir.FlagType())]
        case ir.DefinedNumber(name=name, value=value):
            return [(name, ir.NumberType(measure=value.measure, whole=isinstance(value, ir.YearsSince)))]
        case ir.DefinedCases(name=name, type=kind):
            return [(name, kind)]
        case ir.Table(outputs=outputs):
            return outputs
        case ir.Score(name=name, measure=measure):
            return [(name, ir.NumberType(measure=measure, kind="number"))]


def elaborate(ctx: Context, definition: Definition) -> ir.Named | None:
    """What a definition means, settled or not; None once a fault is reported."""
    match definition:
        case ast.Define(form="cases"):
            return _by_cases(ctx, definition)
        case ast.Define(form="expr"):
            return _by_formula(ctx, definition)
        case ast.Define():
            return _by_lines(ctx, definition)
        case ast.Table():
            return _table(ctx, definition)
        case ast.Score():
            return _score(ctx, definition)


# --- defines ----------------------------------------------------------------------------------------------------------


def _by_formula(ctx: Context, define: ast.Define) -> ir.Named | None:
    notes = notes_of(ctx, define.notes)
    name, label = define.name.name, define.label.value if define.label else None
    if define.expr is None:
        return None
    if is_condition(ctx, define.expr):
        test = condition(ctx, define.expr)
        if test is None:
            return None
        return ir.DefinedCondition(span=define.span, name=name, label=label, condition=test, notes=notes)
    if isinstance(define.expr, ast.Name):
        kind = type_of(ctx, define.expr)
        if isinstance(kind, ir.WordType | ir.SetType | ir.TextType | ir.DateType) and not _has_points(
            ctx, define.expr.name
        ):
            ctx.report(
                WRONG_TYPE,
                f"`{name}` is defined as `{define.expr.name}`, which is {spoken_type(kind)}",
                define.expr.span,
                labels=[(ctx.scope.symbols[define.expr.name].span, "declared here")],
                help=f"use `{define.expr.name}` itself, or define a condition or a number",
            )
            return None
    value = number(ctx, define.expr)
    if value is None:
        return None
    return ir.DefinedNumber(span=define.span, name=name, label=label, value=value, notes=notes)


def _has_points(ctx: Context, name: str) -> bool:
    given = ctx.inputs.get(name)
    return given is not None and any(choice.points is not None for choice in given.choices)


def _by_lines(ctx: Context, define: ast.Define) -> ir.DefinedCondition | None:
    notes = notes_of(ctx, define.notes)
    lines: list[ir.ConditionLine] = []
    for line in define.lines:
        test = condition(ctx, line.condition)
        line_notes = notes_of(ctx, line.notes)
        if test is not None:
            lines.append(ir.ConditionLine(span=line.span, condition=test, notes=line_notes))
    count = 1
    if define.form == "at_least":
        found = whole(ctx, define.at_least or "", define.name.span, f"the count of `{define.name.name}`")
        if found is not None and found > len(define.lines):
            ctx.report(
                IMPOSSIBLE_NUMBER,
                f"`{define.name.name}` asks for {found} of {len(define.lines)} conditions",
                define.name.span,
                help="lower the count, or add the conditions that are missing",
            )
            found = None
        if found is None:
            return None
        count = found
    if len(lines) != len(define.lines):
        return None
    tests = tuple(line.condition for line in lines)
    whole_test: ir.AnyCondition
    form = define.form
    match form:
        case "any":
            whole_test = ir.Any(span=define.span, operands=tests)
        case "all":
            whole_test = ir.All(span=define.span, operands=tests)
        case _:
            form = "at_least"
            whole_test = ir.AtLeast(span=define.span, count=count, operands=tests)
    return ir.DefinedCondition(
        span=define.span,
        name=define.name.name,
        label=define.label.value if define.label else None,
        condition=whole_test,
        form=form,
        lines=tuple(lines),
        notes=notes,
    )


def _by_cases(ctx: Context, define: ast.Define) -> ir.DefinedCases | None:
    notes = notes_of(ctx, define.notes)
    conditions: list[ir.AnyCondition | None] = []
    fine = True
    for case in define.cases:
        test = None if case.condition is None else condition(ctx, case.condition)
        fine = fine and (case.condition is None or test is not None)
        conditions.append(test)
    column = column_of(ctx, [case.value for case in define.cases], define.name)
    fine = check_otherwise(ctx, define.cases) and fine
    line_notes = [notes_of(ctx, case.notes) for case in define.cases]
    if column is None or not fine:
        return None
    parts = zip(define.cases, conditions, column.values, line_notes, strict=True)
    return ir.DefinedCases(
        span=define.span,
        name=define.name.name,
        label=define.label.value if define.label else None,
        type=column.type,
        cases=tuple(
            ir.ValueCase(span=case.span, value=value, condition=test, notes=its) for case, test, value, its in parts
        ),
        first_that_applies=define.first_that_applies,
        notes=notes,
    )


# --- tables -----------------------------------------------------------------------------------------------------------


def _table(ctx: Context, table: ast.Table) -> ir.Table | None:
    """A table; with a fault in any row it is left out whole, since a missing row would show as a gap."""
    notes = notes_of(ctx, table.notes)
    subjects = [subject_of(ctx, by) for by in table.by]
    fine = all(subject is not None for subject in subjects)
    tests: list[tuple[ir.AnyCondition, ...]] = []
    row_notes: list[ir.Notes] = []
    wide = True
    for row in table.rows:
        # the parser has counted the cells, and leaves a row of another width empty
        wide = wide and len(row.cells) == len(table.by) and len(row.values) == len(table.gives)
        found = [
            cell_condition(ctx, subject, cell)
            for subject, cell in zip(subjects, row.cells, strict=False)
            if subject is not None
        ]
        tests.append(tuple(test for test in found if test is not None))
        row_notes.append(notes_of(ctx, row.notes))
        fine = fine and len(tests[-1]) == len(table.by)
    if not wide:
        return None
    columns = [
        column_of(ctx, [row.values[place] for row in table.rows], name) for place, name in enumerate(table.gives)
    ]
    whole_columns = [column for column in columns if column is not None]
    if not fine or len(whole_columns) != len(columns):
        return None
    return ir.Table(
        span=table.span,
        subjects=tuple(subject for subject in subjects if subject is not None),
        outputs=tuple((name.name, column.type) for name, column in zip(table.gives, whole_columns, strict=True)),
        rows=tuple(
            ir.TableRow(
                span=row.span,
                cells=tests[place],
                values=tuple(column.values[place] for column in whole_columns),
                notes=row_notes[place],
            )
            for place, row in enumerate(table.rows)
        ),
        first_that_applies=table.first_that_applies,
        notes=notes,
    )


# --- scores -----------------------------------------------------------------------------------------------------------


def _score(ctx: Context, score: ast.Score) -> ir.Score | None:
    notes = notes_of(ctx, score.notes)
    lines: list[ir.ScoreLine] = []
    for line in score.lines:
        value = number(ctx, line.value)
        points = None if value is None else pure(ctx, value, "a line of a score")
        test = None if line.condition is None else condition(ctx, line.condition)
        line_notes = notes_of(ctx, line.notes)
        if points is not None and (line.condition is None or test is not None):
            lines.append(ir.ScoreLine(span=line.span, points=points, condition=test, notes=line_notes))
    if len(lines) != len(score.lines):
        return None
    return ir.Score(
        span=score.span,
        name=score.name.name,
        label=score.label.value if score.label else None,
        measure=NUMBER,
        lines=tuple(lines),
        notes=notes,
    )
