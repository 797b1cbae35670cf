"""MG404 caution without action: a caution that changes no advice.

Its drug is never given; or it says nothing; or what it says comes out anyway, for everybody whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.checks.witness import in_run, witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import CAUTION_WITHOUT_ACTION
from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.print import title_of
from milligram.ir.same import meaning
from milligram.ir.walk import all_statements, statements
from milligram.prove.answers import Found, Nobody
from milligram.prove.formula import Formula
from milligram.source import Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Every caution without which everybody would get the same advice."""
    paths = context.prover.paths
    for caution in context.guideline.cautions:
        drug = title_of(context.guideline, caution.target)
        if context.left_out.places and (not _is_given(context, caution) or context.left_out.is_within(caution.span)):
            continue  # it may be given, or the caution say something, where a fault has left that out
        if not _is_given(context, caution):
            yield context.finding(
                CAUTION_WITHOUT_ACTION,
                context.head(caution.span),
                f"this caution is never read: nothing gives {drug}",
                help="put its lines into the pathway, where they concern somebody; or take the caution out",
            )
            continue
        condition = context.prover.meaning.true(caution.when.condition)
        arriving = paths.arriving.get(caution.when.id, context.prover.space.false)
        here = context.prover.space.all_of([arriving, condition])
        if not isinstance(context.prover.ask(here), Found):
            continue  # nobody is in it: that is MG105
        says = list(_saying(context, caution.when.body))
        if not says:
            yield _finding(context, caution, here, "it says nothing", [])
            continue
        anyway = [_anyway(context, caution, each) for each in says]
        if all(anyway):
            places = [span for each in anyway for span in each]
            yield _finding(context, caution, here, "what it says comes out anyway", places)


def _is_given(context: Context, caution: ir.Caution) -> bool:
    """Whether a give of the drug, or of a regimen that delivers it, stands anywhere."""
    guideline = context.guideline
    gives = [each for each in all_statements(guideline) if isinstance(each, ir.Give)]
    return any(give.what == caution.target or rule_matches(guideline, caution.target, give.what) for give in gives)


def _saying(context: Context, body: tuple[ir.AnyStatement, ...]) -> Iterator[ir.AnyStatement]:
    """The statements of a block that make a difference to an answer; a part that it follows stands for itself."""
    for statement in statements(body):
        match statement:
            case ir.When() | ir.Decide() | ir.Continue():
                continue
            case ir.Follow(part=part) if part in context.guideline.parts:
                if any(True for _ in _saying(context, context.guideline.parts[part].body)):
                    yield statement
            case _:
                yield statement


def _anyway(context: Context, caution: ir.Caution, statement: ir.AnyStatement) -> list[Span]:
    """Where else a statement is said to everybody whom the caution says it to; nothing where somebody is left."""
    if isinstance(statement, ir.Give | ir.End):
        return []
    space, paths = context.prover.space, context.prover.paths
    inside = {inner.id for inner in statements((caution.when,))}
    wanted = meaning(statement)
    others = [
        other
        for other in all_statements(context.guideline)
        if other.id not in inside and other.id in paths.arriving and meaning(other) == wanted
    ]
    if not others:
        return []
    elsewhere = space.any_of(paths.arriving[other.id] for other in others)
    left = space.all_of([paths.arriving.get(statement.id, space.false), space.negation(elsewhere)])
    if not isinstance(context.prover.ask(left), Nobody):
        return []
    return [context.head(other.span) for other in others]


def _finding(context: Context, caution: ir.Caution, here: Formula, why: str, places: list[Span]) -> Diagnostic:
    when = caution.when
    shows = in_run(context, lambda result: any(e.id == when.id and e.outcome == "true" for e in result.trace))
    patient = witness(context, here, shows)
    condition = context.words(when.condition.span)
    return context.finding(
        CAUTION_WITHOUT_ACTION,
        context.head(caution.span),
        f"this caution changes nothing for `{condition}`: {why}",
        labels=[(place, "says it to all of them") for place in dict.fromkeys(places)],
        help="say what to do other than usual, or take the caution out",
        witness=patient if isinstance(patient, dict) else None,
    )
