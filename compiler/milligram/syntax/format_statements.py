"""Statements, and the blocks they make, as lines.

Enters: a statement and how deep it stands. Leaves: its `Line` values.

    When(condition=Name("shock"), body=(Refer(to=Text("ICU")),))   ->   when shock:
                                                                          refer to "ICU"
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from milligram.syntax import nodes as n
from milligram.syntax.format_expressions import LONG, cell, dose, expression, listed, quoted
from milligram.syntax.format_lines import Blank, Comments, Line, aligned, fits, plain, printed
from milligram.syntax.format_notes import with_notes

_HEAD = 2
"""A line that opens a block goes on two levels deeper, so that it does not look like the block."""


def label(text: n.Text | None) -> str:
    """`` "Oral replacement"`` behind the name it explains, never folded; or nothing."""
    return "" if text is None else f" {plain(quoted(text.value))}"


def simple(statement: n.AnyStatement) -> str:
    """A statement without a block, on one line, without its notes."""
    match statement:
        case n.Give():
            return _give(statement)
        case n.Stop(target=target):
            return f"stop {target.name}"
        case n.Hold(target=target, until=until):
            return f"hold {target.name}" + ("" if until is None else f" until {expression(until)}")
        case n.Advise(text=text):
            return f"advise {quoted(text.value)}"
        case n.AdviseAgainst(target=target):
            return f"advise against {target.name}"
        case n.Suggest(what=what):
            return f"suggest {_text_or_name(what)}"
        case n.Order(what=what):
            return f"order {_text_or_name(what)}"
        case n.Refer(to=to):
            return f"refer to {quoted(to.value)}"
        case n.Start(monitor=monitor):
            return f"start {monitor.name}"
        case n.Note(text=text):
            return f"note {quoted(text.value)}"
        case n.Report(names=names):
            return f"report {listed(names, LONG)}"
        case n.Unspecified(text=text):
            return f"unspecified {quoted(text.value)}"
        case n.Follow(part=part):
            return f"follow {part.name}"
        case n.Continue():
            return "continue"
        case n.End():
            return "end"
        case n.When() | n.Decide():
            raise ValueError("a block is not a simple statement")
        case _:
            assert_never(statement)


def _give(statement: n.Give) -> str:
    if statement.dose is not None:
        return f"give {dose(statement.dose)}"
    name = "" if statement.target is None else statement.target.name
    unspecified = statement.unspecified_dose
    return f"give {name}" + ("" if unspecified is None else f", dose unspecified {quoted(unspecified.value)}")


def _text_or_name(what: n.Text | n.Ident) -> str:
    return quoted(what.value) if isinstance(what, n.Text) else what.name


def plain_statement(depth: int, item: n.AnyStatement) -> Line:
    """The line of a statement without a block, without its notes."""
    return printed(depth, simple(item), item, replace(item, notes=n.Notes()))


def statement(comments: Comments, depth: int, item: n.AnyStatement) -> list[Line]:
    """A statement with its notes, and its block where it has one."""
    match item:
        case n.When(condition=condition, body=body):
            head = printed(depth, f"when {expression(condition)}", item, condition, hang=_HEAD)
            return [*with_notes(comments, head, item.notes, end=":"), *block(comments, depth + 1, body)]
        case n.Decide():
            return _decide(comments, depth, item)
        case _:
            return with_notes(comments, plain_statement(depth, item), item.notes)


def block(comments: Comments, depth: int, body: tuple[n.AnyStatement, ...]) -> list[Line]:
    """Statements one under the other; no blank line after the line that opens the block."""
    lines = [line for item in body for line in statement(comments, depth, item)]
    return [replace(line, blank=line.blank if index else Blank.NEVER) for index, line in enumerate(lines)]


def pathway_body(comments: Comments, body: tuple[n.AnyStatement, ...]) -> list[Line]:
    """The statements of a pathway: every decision in it is a paragraph of its own."""
    lines: list[Line] = []
    for index, item in enumerate(body):
        first, *more = statement(comments, 1, item)
        if index and (isinstance(item, n.Decide) or isinstance(body[index - 1], n.Decide)):
            first = replace(first, blank=Blank.ALWAYS)
        lines.extend((first, *more))
    return lines


def led(comments: Comments, head: Line, body: tuple[n.AnyStatement, ...], notes: n.Notes) -> list[Line]:
    """What a colon leads to: a single statement without a block on the same line if it fits, else a block."""
    if notes == n.Notes() and len(body) == 1 and not isinstance(body[0], n.When | n.Decide):
        only = plain_statement(head.depth, body[0])
        text, spots = f"{head.text}: {only.text}", head.places + only.places
        if fits(head.depth, text) and not comments.within(spots):
            line = replace(head, text=text, places=spots, joints=head.joints + only.joints)
            return with_notes(comments, line, body[0].notes)
    return [*with_notes(comments, head, notes, end=":"), *block(comments, head.depth + 1, body)]


def _decide(comments: Comments, depth: int, item: n.Decide) -> list[Line]:
    by = f" by {', '.join(expression(each) for each in item.by)}" if item.by else ""
    first = " first that applies" if item.first_that_applies else ""
    question = "" if item.question is None else f" {quoted(item.question.value)}"
    text = f"decide{question}{by}{first}"
    lines = with_notes(comments, printed(depth, text, item, item.question, item.by, hang=_HEAD), item.notes)
    rows = [[plain(cell(each)) for each in b.test] for b in item.branches if isinstance(b.test, tuple)]
    cells = iter(aligned(rows))
    for index, branch in enumerate(item.branches):
        match branch.test:
            case tuple():
                test = next(cells)
            case str():
                test = branch.test
            case _:
                test = expression(branch.test)
        blank = Blank.AUTHOR if index else Blank.NEVER
        head = printed(depth + 1, test, branch, branch.test, hang=_HEAD, blank=blank)
        lines.extend(with_notes(comments, head, branch.notes, end=":"))
        lines.extend(block(comments, depth + 2, branch.body))
    return lines
