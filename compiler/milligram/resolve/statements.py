"""Statements: what a pathway, a part, a step or a caution does.

Enters: `ast.AnyStatement`. Leaves: `ir.AnyStatement`, numbered in the order of the source. A statement whose own
words have no meaning is left out once that is reported; what stands inside it is still read.

    refer to "nephrology"   ->   Refer(id=7, to="nephrology")
"""

from __future__ import annotations

from typing import assert_never

from milligram.diagnostics.registry import MISPLACED, MISSING_PART, REPEATED_PART
from milligram.ir import nodes as ir
from milligram.resolve.cells import cell_condition, subject_of
from milligram.resolve.conditions import condition
from milligram.resolve.context import Context
from milligram.resolve.doses import dose_of
from milligram.resolve.names import drug_of, given_of, name_of, type_of
from milligram.resolve.notes import notes_of
from milligram.source import Span
from milligram.syntax import nodes as ast


def body_of(ctx: Context, statements: tuple[ast.AnyStatement, ...]) -> tuple[ir.AnyStatement, ...]:
    """The statements that have a meaning, in order."""
    found: list[ir.AnyStatement] = []
    for statement in statements:
        meaning = statement_of(ctx, statement)
        if meaning is None:
            ctx.leave_out(statement)
        else:
            found.append(meaning)
    return tuple(found)


def statement_of(ctx: Context, statement: ast.AnyStatement) -> ir.AnyStatement | None:
    """One statement; None once its fault is reported."""
    number = ctx.next_id()
    span = statement.span
    notes = notes_of(ctx, statement.notes)
    match statement:
        case ast.Give():
            return _give(ctx, statement, number, notes)
        case ast.Stop():
            what = given_of(ctx, statement.target)
            return None if what is None else ir.Stop(id=number, span=span, notes=notes, what=what)
        case ast.Hold():
            return _hold(ctx, statement, number, notes)
        case ast.Advise():
            return ir.Advise(id=number, span=span, notes=notes, text=statement.text.value)
        case ast.AdviseAgainst():
            what = given_of(ctx, statement.target)
            return None if what is None else ir.AdviseAgainst(id=number, span=span, notes=notes, what=what)
        case ast.Suggest():
            if isinstance(statement.what, ast.Text):
                return ir.Suggest(id=number, span=span, notes=notes, text=statement.what.value)
            what = given_of(ctx, statement.what)
            return None if what is None else ir.Suggest(id=number, span=span, notes=notes, what=what)
        case ast.Order():
            if isinstance(statement.what, ast.Text):
                return ir.Order(id=number, span=span, notes=notes, text=statement.what.value)
            what = name_of(ctx, statement.what, "input")
            return None if what is None else ir.Order(id=number, span=span, notes=notes, what=what)
        case ast.Refer():
            return ir.Refer(id=number, span=span, notes=notes, to=statement.to.value)
        case ast.Start():
            monitor = name_of(ctx, statement.monitor, "monitor")
            return None if monitor is None else ir.Start(id=number, span=span, notes=notes, monitor=monitor)
        case ast.Note():
            return ir.Note(id=number, span=span, notes=notes, text=statement.text.value)
        case ast.Report():
            names = tuple(name.name for name in statement.names if type_of(ctx, name) is not None)
            return ir.Report(id=number, span=span, notes=notes, names=names) if names else None
        case ast.Unspecified():
            return ir.Unspecified(id=number, span=span, notes=notes, text=statement.text.value)
        case ast.Follow():
            part = name_of(ctx, statement.part, "part")
            return None if part is None else ir.Follow(id=number, span=span, notes=notes, part=part)
        case ast.Continue():
            return ir.Continue(id=number, span=span, notes=notes)
        case ast.End():
            return ir.End(id=number, span=span, notes=notes)
        case ast.When():
            test = condition(ctx, statement.condition)
            body = body_of(ctx, statement.body)
            return None if test is None else ir.When(id=number, span=span, notes=notes, condition=test, body=body)
        case ast.Decide():
            return _decide(ctx, statement, number, notes)
        case _:
            assert_never(statement)


def _give(ctx: Context, give: ast.Give, number: int, notes: ir.Notes) -> ir.Give | None:
    if give.target is not None:
        what = given_of(ctx, give.target)
        words = give.unspecified_dose.value if give.unspecified_dose else None
        return (
            None if what is None else ir.Give(id=number, span=give.span, notes=notes, what=what, unspecified_dose=words)
        )
    if give.dose is None:
        ctx.report(MISSING_PART, "nothing is given here", give.span, help="name a drug or a regimen")
        return None
    if give.dose.of is None:
        ctx.report(
            MISSING_PART,
            f"the dose `{ctx.words(give.dose.span)}` does not say of what",
            give.dose.span,
            help="write `of` and the drug after the amount",
        )
        return None
    drug = drug_of(ctx, give.dose.of)
    dose = dose_of(ctx, give.dose)
    if drug is None or dose is None:
        return None
    return ir.Give(id=number, span=give.span, notes=notes, what=drug, dose=dose)


def _hold(ctx: Context, hold: ast.Hold, number: int, notes: ir.Notes) -> ir.Hold | None:
    what = given_of(ctx, hold.target)
    until = condition(ctx, hold.until) if hold.until is not None else None
    if what is None or (hold.until is not None and until is None):
        return None
    return ir.Hold(id=number, span=hold.span, notes=notes, what=what, until=until)


def _decide(ctx: Context, decide: ast.Decide, number: int, notes: ir.Notes) -> ir.Decide | None:
    """A decision with a branch that has no meaning is left out whole: without that branch it would show false gaps."""
    subjects = tuple(subject_of(ctx, by) for by in decide.by)
    branches: list[ir.Branch] = []
    sound = all(subject is not None for subject in subjects)
    for place, branch in enumerate(decide.branches):
        found = _branch(ctx, branch, decide.by, subjects)
        sound = sound and found is not None
        if found is not None:
            branches.append(found)
        if branch.test == "otherwise" and any(later.test != "unknown" for later in decide.branches[place + 1 :]):
            ctx.report(
                MISPLACED,
                "branches follow `otherwise`, which takes everything that is left",
                ctx.head(branch.span),
                labels=[(ctx.head(decide.branches[place + 1].span), "this one comes after it")],
                help="move `otherwise` to the end",
            )
    sound = _once_each(ctx, decide) and sound
    if not decide.branches:
        ctx.report(MISSING_PART, "this decision has no branch", decide.span, help="indent its branches under it")
        sound = False
    if not sound:
        return None
    return ir.Decide(
        id=number,
        span=decide.span,
        notes=notes,
        question=decide.question.value if decide.question else None,
        subjects=tuple(subject for subject in subjects if subject is not None),
        first_that_applies=decide.first_that_applies,
        branches=tuple(branches),
    )


def _once_each(ctx: Context, decide: ast.Decide) -> bool:
    """Whether "unknown" and "otherwise" stand at most once."""
    seen: dict[str, ast.Branch] = {}
    fine = True
    for branch in decide.branches:
        if isinstance(branch.test, str):
            first = seen.setdefault(branch.test, branch)
            if first is not branch:
                fine = False
                ctx.report(
                    REPEATED_PART,
                    f"this decision has a second `{branch.test}` branch",
                    ctx.head(branch.span),
                    labels=[(ctx.head(first.span), "the first one is here")],
                    help="join the two",
                )
    return fine


def _branch(
    ctx: Context,
    branch: ast.Branch,
    by: tuple[ast.Expr, ...],
    subjects: tuple[ir.Subject | None, ...],
) -> ir.Branch | None:
    number = ctx.next_id()
    notes = notes_of(ctx, branch.notes)
    if isinstance(branch.test, str):
        body = body_of(ctx, branch.body)
        return ir.Branch(id=number, span=branch.span, kind=branch.test, condition=None, notes=notes, body=body)
    cells: tuple[ir.AnyCondition, ...] = ()
    test: ir.AnyCondition | None = None
    if isinstance(branch.test, tuple):
        found = _row(ctx, branch, branch.test, by, subjects)
        if found is not None:
            cells = found
            test = found[0] if len(found) == 1 else ir.All(operands=found, span=_row_span(branch.test))
    elif by:
        ctx.report(
            MISPLACED,
            f"`{ctx.words(branch.test.span)}` is a condition, where the decision asks for {_asked(ctx, by)}",
            branch.test.span,
            labels=[(by[0].span, "decided by this")],
            help="write a band or a name, or drop `by` and write every branch as a condition",
        )
    else:
        test = condition(ctx, branch.test)
    body = body_of(ctx, branch.body)
    if test is None:
        return None
    return ir.Branch(id=number, span=branch.span, kind="case", condition=test, cells=cells, notes=notes, body=body)


def _row(
    ctx: Context,
    branch: ast.Branch,
    cells: tuple[ast.Cell, ...],
    by: tuple[ast.Expr, ...],
    subjects: tuple[ir.Subject | None, ...],
) -> tuple[ir.AnyCondition, ...] | None:
    if not cells:
        # the parser found that this is no row of cells
        return None
    if not by:
        ctx.report(
            MISPLACED,
            f"`{ctx.words(_row_span(cells))}` has no subject: this decision is not `by` anything",
            branch.span,
            help="write the decision as `decide by NAME`, or a whole condition in every branch",
        )
        return None
    if len(cells) != len(by):
        # the parser has counted the cells
        return None
    pairs = zip(subjects, cells, strict=True)
    found = [None if subject is None else cell_condition(ctx, subject, cell) for subject, cell in pairs]
    whole = tuple(test for test in found if test is not None)
    return whole if len(whole) == len(cells) else None


def _row_span(cells: tuple[ast.Cell, ...]) -> Span:
    return cells[0].span.to(cells[-1].span)


def _asked(ctx: Context, by: tuple[ast.Expr, ...]) -> str:
    return f"a band or a name of `{ctx.words(by[0].span)}`" if len(by) == 1 else "a row of cells"
