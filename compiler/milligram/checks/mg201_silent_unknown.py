"""MG201 silent unknown: a path taken because a value is unknown that ends with no advice, order, question or reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from milligram.checks.context import Context
from milligram.checks.witness import may_be, witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import NOT_DECIDED, SILENT_UNKNOWN
from milligram.interpret.faults import Faulty
from milligram.interpret.ladders import read_interruptions
from milligram.interpret.pathway import Run
from milligram.interpret.result import Trace
from milligram.interpret.unknowns import unknown_in_all
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import join
from milligram.ir.walk import all_statements
from milligram.prove.answers import Nobody
from milligram.prove.silence import Silence

_SILENT = frozenset({"decide", "when", "follow", "end"})
"""What a run notes without saying anything to anybody."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Every ``unknown`` branch in which somebody leaves the pathway without a word."""
    prover = context.prover
    silence = Silence(prover.paths)
    for statement in all_statements(context.guideline):
        if not isinstance(statement, ir.Decide):
            continue
        for branch in statement.branches:
            silent = silence.within.get(branch.id, prover.space.false)
            if branch.kind != "unknown" or isinstance(prover.ask(silent), Nobody):
                continue
            asked: list[str] = []
            patient = witness(context, silent, partial(_is_silent, context, statement, branch.id, asked))
            if isinstance(patient, dict):
                yield _finding(context, branch, asked, patient)
            elif patient is not None:
                yield context.finding(
                    NOT_DECIDED,
                    context.head(branch.span),
                    f"whether somebody is sent away from here without a word is not decided: {patient.reason}",
                    help='order or ask for what is missing, or say `allow MG000 because "…"`',
                )


def _is_silent(context: Context, decide: ir.Decide, branch: int, asked: list[str], patient: ir.Patient) -> bool:
    """Whether a pathway takes the branch and says nothing from there to its end; ``asked`` then is what is unknown."""
    values = Values(context.guideline, patient)
    try:
        if not may_be(values):
            return False
    except Faulty:
        return False
    run = Run(values)
    read_interruptions(run)
    for pathway in context.guideline.pathways:
        before = len(run.record.trace)
        run.pathway(pathway)
        trace = run.record.trace[before:]
        for index, entry in enumerate(trace):
            if entry.branch == branch and all(_says_nothing(later) for later in trace[index:]):
                asked[:] = unknown_in_all(values, (other.condition for other in decide.branches))
                return True
    return False


def _says_nothing(entry: Trace) -> bool:
    return entry.what in _SILENT and (entry.what != "end" or entry.outcome == "the pathway ends")


def _finding(context: Context, branch: ir.Branch, asked: list[str], patient: dict[str, str]) -> Diagnostic:
    names = join((name.replace("_", " ") for name in asked), "or")
    first = next((name for name in asked if name in context.guideline.inputs), None)
    order = f"`order {first}`, or " if first is not None else ""
    return context.finding(
        SILENT_UNKNOWN,
        context.head(branch.span),
        f"a patient whose {names or 'value'} is unknown is sent away from here without a word",
        help=f'say what to do: {order}`end because "…"` with the reason',
        witness=patient,
    )
