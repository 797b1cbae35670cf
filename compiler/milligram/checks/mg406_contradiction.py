"""MG406 contradiction: one patient gets a drug, or has it suggested, and is advised against it, or told to stop or hold
it, in one run; or has suggested what a ``never`` rule forbids to give.

Both must come out: a give is allowed by every ``never`` rule and its dose is known. Pathways count together, since
their advice is joined. What contradicts one statement in several places is told once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TypeAlias

from milligram.checks.context import Context
from milligram.checks.witness import Shows, in_run, witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import CONTRADICTION, NOT_DECIDED
from milligram.interpret import Result
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.print import statement_text
from milligram.ir.walk import all_statements, statements
from milligram.prove.answers import Nobody, Undecided
from milligram.prove.formula import Formula
from milligram.source import Span

Against: TypeAlias = ir.AdviseAgainst | ir.Stop | ir.Hold
For: TypeAlias = ir.Give | ir.Suggest


def check(context: Context) -> Iterator[Diagnostic]:
    """Every statement against a drug that comes out together with a give or a suggestion of it."""
    told: list[tuple[For, ir.Regimen | None, Formula]] = [*_gives(context), *_suggestions(context)]
    arriving = context.prover.paths.arriving
    for against in all_statements(context.guideline):
        if not isinstance(against, Against) or against.id not in arriving:
            continue
        clashes: list[tuple[For, Formula]] = [
            (give, both)
            for give, ladder, out in told
            if _concerns(context, against.what, give.what, ladder)
            and not isinstance(
                context.prover.ask(both := context.prover.space.all_of([out, arriving[against.id]])), Nobody
            )
        ]
        if clashes:
            yield _finding(context, against, clashes)
    for suggest, ladder, out in _suggestions(context):
        yield from _forbidden(context, suggest, ladder, out)


def _gives(context: Context) -> Iterator[tuple[ir.Give, ir.Regimen | None, Formula]]:
    """Each give of a drug, the ladder on which it stands, and for whom it comes out."""
    paths = context.prover.paths
    ladders: dict[int, ir.Regimen] = {}
    for regimen in context.guideline.regimens.values():
        bodies = [step.body for step in regimen.steps] + [beyond.body for beyond in regimen.beyond]
        ladders.update({inner.id: regimen for body in bodies for inner in statements(body)})
    for give in all_statements(context.guideline):
        if isinstance(give, ir.Give) and give.what not in context.guideline.regimens and give.id in paths.arriving:
            ladder = ladders.get(give.id)
            out = [paths.arriving[give.id], paths.unblocked(give, ladder), paths.dosed(give)]
            yield give, ladder, context.prover.space.all_of(out)


def _suggestions(context: Context) -> Iterator[tuple[ir.Suggest, ir.Regimen | None, Formula]]:
    """Each suggestion of a drug or a ladder, and to whom it is made."""
    arriving = context.prover.paths.arriving
    for one in all_statements(context.guideline):
        if isinstance(one, ir.Suggest) and one.what is not None and one.id in arriving:
            yield one, context.guideline.regimens.get(one.what), arriving[one.id]


def _forbidden(context: Context, suggest: ir.Suggest, ladder: ir.Regimen | None, out: Formula) -> Iterator[Diagnostic]:
    """The ``never`` rules that are true of somebody to whom their drug is suggested: the first of each pitfall. Who has
    a class suggested is free to leave out the member that a rule forbids."""
    what = ladder.of if ladder is not None else suggest.what
    drug = context.guideline.drugs.get(what) if what is not None else None
    group = drug.name if drug is not None and drug.is_class else None
    line, told = context.guideline.line(suggest), set[int]()
    for pitfall, rule in context.prover.paths.ladders.rules_on([what] if what else [], ladder):
        here = context.prover.space.all_of([out, context.prover.meaning.true(rule.condition)])
        if (
            id(pitfall) in told
            or (group is not None and rule.target != group)
            or isinstance(context.prover.ask(here), Nobody)
        ):
            continue
        told.add(id(pitfall))
        said, condition = statement_text(suggest, context.guideline), context.words(rule.condition.span)
        patient = witness(context, here, _told_although(context, line, rule))
        labels = [(context.head(rule.span), "this rule forbids to give it")]
        if isinstance(patient, dict):
            yield context.finding(
                CONTRADICTION,
                context.head(suggest.span),
                f"`{said}` comes out for patients with `{condition}`, against “{pitfall.text}”",
                labels=labels,
                help=f"put it under `when not ({condition}):`",
                witness=patient,
            )
        else:
            whether = f"`{said}` comes out for patients with `{condition}`"
            instead = f"put it under `when not ({condition}):`"
            yield _not_decided(context, suggest, whether, labels, patient, instead)


def _told_although(context: Context, line: int, rule: ir.NeverRule) -> Shows:
    """Whether a statement comes out for a patient of whom a rule is known to be true."""
    comes_out = in_run(context, lambda result: any(advice.line == line for advice in result.advice))

    def asked(patient: ir.Patient) -> bool:
        try:
            return comes_out(patient) and Values(context.guideline, patient).condition(rule.condition) is True
        except Faulty:
            return False

    return asked


def _concerns(context: Context, what: str, told: str | None, ladder: ir.Regimen | None) -> bool:
    if what in context.guideline.regimens:
        return ladder is not None and ladder.name == what
    drug = ladder.of if ladder is not None and ladder.name == told else told
    return drug is not None and rule_matches(context.guideline, what, drug)


def _finding(context: Context, against: Against, clashes: list[tuple[For, Formula]]) -> Diagnostic:
    give, both = clashes[0]
    said, given = statement_text(against, context.guideline), statement_text(give, context.guideline)
    line, given_line = context.guideline.line(against), context.guideline.line(give)

    def comes_out(result: Result) -> bool:
        lines = {advice.line for advice in result.advice}
        return line in lines and given_line in lines

    patient = witness(context, both, in_run(context, comes_out))
    labels = [
        (context.head(other.span), f"{'given' if isinstance(other, ir.Give) else 'suggested'} to the same patient")
        for other, _ in clashes
    ]
    if not isinstance(patient, dict):
        whether = f"`{said}` and `{given}` can come out for one patient"
        return _not_decided(context, against, whether, labels, patient, "let one of them end the pathway")
    return context.finding(
        CONTRADICTION,
        context.head(against.span),
        f"`{said}` and `{given}` come out for one patient",
        labels=labels,
        help=f"keep one of them from these patients: {_repair(context, against, said, [one for one, _ in clashes])}",
        witness=patient,
    )


def _repair(context: Context, against: Against, said: str, gives: list[For]) -> str:
    """``end`` keeps the patient from what comes later in its own pathway, and from nothing else."""
    orders = [list(_in_order(context, pathway.body, frozenset())) for pathway in context.guideline.pathways]
    ids = {give.id for give in gives}
    before = {each for order in orders for each in takewhile(lambda each: each != against.id, order)}
    if not ids & before and any(against.id in order for order in orders):
        return f"`end` after `{said}`, or guard the `{'give' if isinstance(gives[0], ir.Give) else 'suggest'}`"
    return "put a `when` around one of them; an `end` stops only what comes after it in its own pathway"


def _in_order(context: Context, body: tuple[ir.AnyStatement, ...], inside: frozenset[str]) -> Iterator[int]:
    """The statements of a block with what it calls, as they run; ``inside`` names the parts and ladders entered."""
    regimens, parts = context.guideline.regimens, context.guideline.parts
    for statement in statements(body):
        yield statement.id
        match statement:
            case ir.Follow(part=name) if name in parts and name not in inside:
                yield from _in_order(context, parts[name].body, inside | {name})
            case ir.Give(what=name) if name in regimens and name not in inside:
                bodies = [step.body for step in regimens[name].steps] + [one.body for one in regimens[name].beyond]
                for steps in bodies:
                    yield from _in_order(context, steps, inside | {name})
            case _:
                pass


def _not_decided(
    context: Context,
    at: Against | ir.Suggest,
    whether: str,
    labels: list[tuple[Span, str]],
    why: Undecided | None,
    instead: str,
) -> Diagnostic:
    reason = f": {why.reason}" if why is not None else ""
    return context.finding(
        NOT_DECIDED,
        context.head(at.span),
        f"whether {whether} is not decided{reason}",
        labels=labels,
        help=f'{instead}, or say `allow MG000 because "…"`',
    )
