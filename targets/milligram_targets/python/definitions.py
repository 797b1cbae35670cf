"""Defines, tables and scores as functions of the patient's values.

Enters: the named values of a guideline. Leaves: one function each, in the author's order and words.

    define low_magnesium: serum_magnesium under 0.70 mmol/L   ->   @condition
                                                                  def low_magnesium(p: Reading) -> Truth: …
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.atoms import FlagOf, MemberOf, PairOf, ValueOf, WordOf
from milligram.ir.cells import Component, Variable, components_by_score
from milligram.ir.print import condition_text, number_text, subject_text, title_of

from milligram_targets.python import build
from milligram_targets.python.context import Context
from milligram_targets.python.expressions import Expressions
from milligram_targets.python.prose import docstring, slug

P = [("p", "Reading")]


def definitions(context: Context) -> Iterator[ast.stmt]:
    """The functions of all named values."""
    for named in context.guideline.named:
        match named:
            case ir.DefinedCondition():
                yield _condition(context, named)
            case ir.DefinedNumber():
                yield _formula(context, named)
            case ir.DefinedCases():
                yield _cases(context, named)
            case ir.Table():
                yield from _table(context, named)
            case ir.Score():
                yield from _score(context, named)
            case _:
                assert_never(named)


def cited(notes: ir.Notes) -> str:
    """The sources of a node, as the author writes them."""
    return f" [{', '.join(notes.sources)}]" if notes.sources else ""


def _at(context: Context, node: ir.Node, notes: ir.Notes = ir.NO_NOTES) -> str:
    return f"(line {context.line(node)}){cited(notes)}."


def _body(expressions: Expressions, value: ast.expr) -> list[ast.stmt]:
    return [*expressions.terms, ast.Return(value=value)]


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def differences(notes: ir.Notes) -> list[str]:
    """Where the guideline departs from its source, a paragraph each."""
    return [f"Differs from the source, “{each.source_says}”, because {each.because}." for each in notes.differs]


def _condition(context: Context, node: ir.DefinedCondition) -> ast.stmt:
    expressions = Expressions(context, node.name)
    value = expressions.condition(node.condition)
    words = condition_text(node.condition, context.guideline)
    title = capital(title_of(context.guideline, node.name))
    doc = docstring(f"{title}: {words} {_at(context, node, node.notes)}", *differences(node.notes))
    return build.function(
        context.identifier(node.name), P, "Truth", doc, _body(expressions, value), decorators=["condition"]
    )


def _formula(context: Context, node: ir.DefinedNumber) -> ast.stmt:
    expressions = Expressions(context, node.name)
    value = expressions.as_quantity(expressions.number(node.value, named=True))
    title = capital(title_of(context.guideline, node.name))
    unit = node.value.measure.text
    words = number_text(node.value, context.guideline)
    doc = docstring(
        f"{title}{f', in {unit}' if unit != '1' else ''} {_at(context, node, node.notes)}",
        f"{words}.",
        *differences(node.notes),
    )
    return build.function(
        context.identifier(node.name), P, "Quantity", doc, _body(expressions, value), decorators=["quantity"]
    )


def _value(expressions: Expressions, value: ir.AnyValue) -> ast.expr:
    match value:
        case ir.WordValue(word=text) | ir.TextValue(text=text):
            return build.constant(text)
        case ir.UnspecifiedValue(text=maybe):
            return build.call("Unspecified", *([build.constant(maybe)] if maybe is not None else []))
        case _:
            return expressions.number(value, named=True)


def _case(
    expressions: Expressions,
    node: ir.Node,
    condition: ir.AnyCondition | None,
    values: tuple[ir.AnyValue, ...],
    columns: Sequence[str],
) -> ast.expr:
    """A case or a row; ``columns`` are what its values are of, after which literals are named."""
    line = build.constant(expressions.context.line(node))
    items: list[ast.expr] = []
    for value, expressions.hint in zip(values, columns, strict=True):
        items.append(_value(expressions, value))
    if condition is None:
        return build.call("otherwise", line, *items)
    return build.call("case", line, expressions.condition(condition), *items)


def _is_number(kind: ir.Type) -> bool:
    return isinstance(kind, ir.NumberType)


def _settled(
    context: Context, name: str, kind: ir.Type, arguments: list[ast.expr], doc: str, before: list[ast.stmt], first: bool
) -> ast.stmt:
    number = _is_number(kind)
    value = build.call(
        "number_by" if number else "wording_by",
        build.constant(name),
        *arguments,
        first_that_applies=build.constant(True) if first else None,
    )
    return build.function(
        context.identifier(name),
        P,
        "Quantity" if number else "Wording",
        doc,
        [*before, ast.Return(value=value)],
        decorators=["quantity" if number else "wording"],
    )


def _cases(context: Context, node: ir.DefinedCases) -> ast.stmt:
    expressions = Expressions(context, node.name)
    cases = [_case(expressions, case, case.condition, (case.value,), [node.name]) for case in node.cases]
    title = capital(title_of(context.guideline, node.name))
    first = ", the first case that applies" if node.first_that_applies else ", by cases"
    doc = docstring(f"{title}{first} {_at(context, node, node.notes)}", *differences(node.notes))
    arguments = [build.constant(context.line(node)), build.tuple_of(cases)]
    return _settled(context, node.name, node.type, arguments, doc, expressions.terms, node.first_that_applies)


def _table(context: Context, node: ir.Table) -> Iterator[ast.stmt]:
    by = ", ".join(subject_text(subject, context.guideline) for subject in node.subjects)
    outputs = ", ".join(name for name, _ in node.outputs)
    identifier = context.names.take(slug(f"table by {by} gives {outputs}", 48))
    expressions = Expressions(context, node.outputs[0][0])
    columns = [name for name, _ in node.outputs]
    rows = [_case(expressions, row, row.condition, row.values, columns) for row in node.rows]
    differing = [text for row in node.rows for text in differences(row.notes)]
    doc = docstring(
        f"The table by {by} gives {outputs} {_at(context, node, node.notes)}", *differences(node.notes), *differing
    )
    body = _body(expressions, build.tuple_of(rows))
    yield build.function(identifier, P, "tuple[Case, ...]", doc, body, decorators=["table"])
    for column, (name, kind) in enumerate(node.outputs):
        title = capital(title_of(context.guideline, name))
        own = docstring(f"{title}, from the table by {by} {_at(context, node)}")
        arguments: list[ast.expr] = [
            build.constant(context.line(node)),
            build.call(identifier, build.name("p")),
            *([build.constant(column)] if column else []),
        ]
        yield _settled(context, name, kind, arguments, own, [], node.first_that_applies)


# --- scores -----------------------------------------------------------------------------------------------------------


def _score(context: Context, node: ir.Score) -> Iterator[ast.stmt]:
    expressions = Expressions(context, node.name)
    lines: list[ast.expr] = []
    for line in node.lines:
        arguments = [build.constant(context.line(line)), expressions.number(line.points)]
        if line.condition is not None:
            arguments.append(expressions.condition(line.condition))
        lines.append(build.call("points", *arguments))
    title = capital(title_of(context.guideline, node.name))
    lines_name = context.names.take(f"{node.name}_lines")
    groups_name = context.names.take(f"{node.name}_groups").upper()
    context.names.taken.add(groups_name)
    doc = docstring(f"The lines of {title}: points, and when they count {_at(context, node, node.notes)}")
    body = _body(expressions, build.tuple_of(lines))
    yield build.function(lines_name, P, "tuple[ScoreLine, ...]", doc, body)
    components = components_by_score(context.guideline)[node.name]
    groups = build.tuple_of([_group(context, component) for component in components])
    context.behind.append(build.assign(groups_name, groups, build.type_of("tuple[Group[Reading], ...]")))
    note = docstring(f"Lines of {title} that share values, and what these can be where unknown.", indent=0)
    context.behind.append(ast.Expr(value=build.constant(note)))
    value = build.call(
        "Score",
        build.name("p"),
        build.constant(context.line(node)),
        build.name(lines_name),
        build.name(groups_name),
        build.name("impossible"),
    )
    own = docstring(
        f"{title}: the points of the lines that hold {_at(context, node, node.notes)}", *differences(node.notes)
    )
    yield build.function(
        context.identifier(node.name), P, "Quantity", own, [ast.Return(value=value)], decorators=["quantity"]
    )


def _group(context: Context, component: Component) -> ast.expr:
    places = build.tuple_of([build.constant(line) for line in component.lines])
    return build.call("Group", places, build.tuple_of([_variable(context, each) for each in component.variables]))


def _variable(context: Context, variable: Variable) -> ast.expr:
    def one(number: ir.AnyNumber) -> ast.expr:
        expressions = Expressions(context, longest=10_000)
        return build.lambda_p(expressions.as_quantity(expressions.number(number)))

    cells = [build.constant(cell) for cell in variable.values if isinstance(cell, str | bool)]
    match variable.key:
        case FlagOf(name):
            return build.call("InputVaries", build.constant("flag"), build.constant(name), *cells)
        case WordOf(name):
            return build.call("InputVaries", build.constant("word"), build.constant(name), *cells)
        case MemberOf(name, word):
            arguments = (build.constant("member"), build.constant(name))
            return build.call("InputVaries", *arguments, *cells, word=build.constant(word))
        case ValueOf(subject):
            numbers = [cell for cell in variable.values if not isinstance(cell, str)]
            return build.call(_of_reading("NumberVaries"), one(subject), *(build.number(cell) for cell in numbers))
        case PairOf(left, right):
            return build.call(_of_reading("PairVaries"), one(left), one(right))
        case _:
            assert_never(variable.key)


def _of_reading(kind: str) -> ast.expr:
    return ast.Subscript(value=build.name(kind), slice=build.name("Reading"))
