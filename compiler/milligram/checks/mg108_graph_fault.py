"""MG108 graph fault: parts never followed or in a circle, statements after ``end``, declarations never used."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import GRAPH_FAULT
from milligram.graph import calls
from milligram.ir import nodes as ir
from milligram.ir.print import join
from milligram.ir.walk import all_statements, blocks, descend, names_read
from milligram.source import Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Faults of the structure that no patient is needed to show."""
    yield from _parts(context)
    yield from _after_end(context)
    yield from _unused(context)


def _parts(context: Context) -> Iterator[Diagnostic]:
    guideline = context.guideline
    structure = calls(guideline)
    for circle in structure.circles:
        first = guideline.parts[circle[0]]
        words = " follows ".join(f"`{name}`" for name in (*circle, circle[0]))
        many = len(circle) > 1
        yield context.finding(
            GRAPH_FAULT,
            context.head(first.span),
            f"parts follow one another in a circle: {words}" if many else f"part `{circle[0]}` follows itself",
            labels=[(context.head(guideline.parts[name].span), "in the circle") for name in circle[1:]],
            help="let one of them stop following the next" if many else f"take `follow {circle[0]}` out of it",
        )
    for name in structure.never:
        if name not in guideline.left_out:
            yield context.finding(
                GRAPH_FAULT,
                context.head(guideline.parts[name].span),
                f"nothing follows part `{name}`, so nobody gets its advice",
                help=f"write `follow {name}` where it belongs, or take the part out",
            )


def _after_end(context: Context) -> Iterator[Diagnostic]:
    """The first statement of each stretch that no way leads to."""
    graph = context.graph
    led_to = {edge.target for edge in graph.edges}
    last = -1
    for place in graph.places:
        if place.statement is None or place.key in led_to or place.statement.span.start < last:
            continue
        yield context.finding(
            GRAPH_FAULT,
            context.head(place.statement.span),
            "nobody gets to this statement: every way to it ends before, by `end` or `continue`",
            help="move it before the `end` or `continue`, or take it out",
        )
        last = _end_of_block(context.guideline, place.statement)


def _end_of_block(guideline: ir.Guideline, statement: ir.AnyStatement) -> int:
    """Where the block of a statement ends: what stands behind it there has the same cause."""
    for body in _bodies(guideline):
        if any(inner is statement for inner in body):
            return body[-1].span.end
    return statement.span.end


def _bodies(guideline: ir.Guideline) -> Iterator[tuple[ir.AnyStatement, ...]]:
    """Every block, nested ones included."""
    yield from blocks(guideline)
    for statement in all_statements(guideline):
        match statement:
            case ir.When(body=body):
                yield body
            case ir.Decide(branches=branches):
                yield from (branch.body for branch in branches)
            case _:
                pass


def _unused(context: Context) -> Iterator[Diagnostic]:
    guideline = context.guideline
    statements = list(all_statements(guideline))
    used = _names_used(guideline)
    given = {s.what for s in statements if isinstance(s, ir.Give)}
    given |= {s.what for s in statements if isinstance(s, ir.Suggest) and s.what}
    started = {s.monitor for s in statements if isinstance(s, ir.Start)}
    # what a faulty statement gives, starts or reads is not unused: the fault was told where it is
    given |= guideline.left_out
    started |= guideline.left_out
    used |= guideline.left_out
    for name, regimen in guideline.regimens.items():
        if name not in given:
            yield _never_used(context, regimen.span, f"regimen `{name}` is never given", f"give {name}")
    for name, monitor in guideline.monitors.items():
        if name not in started:
            yield _never_used(context, monitor.span, f"monitor `{name}` is never started", f"start {name}")
    for home in guideline.named:
        match home:
            case ir.Table(outputs=outputs):
                names = [name for name, _ in outputs]
            case ir.DefinedCondition(name=name) | ir.DefinedNumber(name=name) | ir.DefinedCases(name=name):
                names = [name]
            case ir.Score(name=name):
                names = [name]
        if not used.intersection(names):
            listed = join((f"`{name}`" for name in names), "and")
            verb = "is" if len(names) == 1 else "are"
            yield _never_used(context, home.span, f"{listed} {verb} never used", f"report {', '.join(names)}")


def _names_used(guideline: ir.Guideline) -> set[str]:
    used: set[str] = set()
    nodes: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.impossible]
    nodes += [*guideline.regimens.values(), *guideline.monitors.values(), *guideline.pitfalls, *guideline.cautions]
    if guideline.applies is not None:
        nodes.append(guideline.applies)
    for node in nodes:
        used.update(names_read(node))
        for inner in descend(node):
            match inner:
                case ir.Report(names=names):
                    used.update(names)
                case ir.StateNumber(regimen=regimen) | ir.Known(of=regimen, state="step" | "time"):
                    used.add(regimen)
                case _:
                    pass
    return used


def _never_used(context: Context, span: Span, message: str, repair: str) -> Diagnostic:
    return context.finding(
        GRAPH_FAULT,
        context.head(span),
        message,
        help=f"write `{repair}` where it belongs, or take the declaration out",
        severity=Severity.WARNING,
    )
