"""Declarations about what happens to a patient: scores, regimens, monitors, pitfalls, claims, pathways and cases.

Enters: a declaration. Leaves: its `Line` values.

    StopWhen(hold=True, condition=Name("palpitations"))   ->     hold while palpitations
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from milligram.source import SourceFile
from milligram.syntax import nodes as n
from milligram.syntax.format_expressions import DATE, after, dose, expression, listed, quantity, quoted, value
from milligram.syntax.format_lines import Comments, Line, fits, listed_line, place, places, printed
from milligram.syntax.format_notes import extended, note_pieces, piece, under, with_notes, with_pieces
from milligram.syntax.format_statements import block, label, led, pathway_body, statement


def score(comments: Comments, item: n.Score) -> list[Line]:
    """``score curb65 "CURB-65"`` and its lines."""
    head = printed(0, f"score {item.name.name}{label(item.label)}", item, item.name, item.label)
    lines = with_notes(comments, head, item.notes)
    for each in item.lines:
        points = expression(each.value)
        text = f"add {points}" if each.condition is None else f"{points} when {expression(each.condition)}"
        lines.extend(with_notes(comments, printed(1, text, each, each.value, each.condition), each.notes))
    return lines


def regimen(comments: Comments, item: n.Regimen) -> list[Line]:
    """``regimen replacement "…" of magnesium_oxide`` and its lines in the author's order."""
    of = "" if item.of is None else f" of {item.of.name}"
    text = f"regimen {item.name.name}{label(item.label)}{of}"
    lines = with_notes(comments, printed(0, text, item, item.name, item.label, item.of), item.notes)
    for each in item.lines:
        lines.extend(_regimen_line(comments, each))
    return lines


def _regimen_line(comments: Comments, item: n.RegimenLine) -> list[Line]:
    match item:
        case n.Route(name=name):
            line = printed(1, f"route {name.name}", item, name)
        case n.Step():
            return _step(comments, item)
        case n.Then():
            head = printed(1, f"then{_timing(item)}", item, item.after, item.condition, hang=2)
            return led(comments, head, item.body, item.notes)
        case n.BackTo(number=number):
            line = printed(1, f"back to step {number}{_timing(item)}", item, item.after, item.condition)
        case n.StopWhen(hold=hold, condition=condition):
            word = "hold while" if hold else "stop when"
            line = printed(1, f"{word} {expression(condition)}", item, condition)
        case n.AtMost(limit=limit):
            line = printed(1, f"at most {quantity(limit)}", item, limit)
        case _:
            assert_never(item)
    return with_notes(comments, line, item.notes)


def _timing(item: n.Step | n.Then | n.BackTo) -> str:
    delay = "" if item.after is None else f" {after(item.after)}"
    return delay + ("" if item.condition is None else f" when {expression(item.condition)}")


def _step(comments: Comments, item: n.Step) -> list[Line]:
    text = f"step {item.number}{_timing(item)}"
    if item.dose is not None:
        line = printed(1, f"{text}: {dose(item.dose)}", item, item.after, item.condition, item.dose)
        return with_notes(comments, line, item.notes)
    head = printed(1, text, item, item.after, item.condition, hang=2)
    return [*with_notes(comments, head, item.notes, end=":"), *block(comments, 2, item.body)]


def monitor(comments: Comments, item: n.Monitor) -> list[Line]:
    """``monitor electrolytes: serum_magnesium`` and its times."""
    first, *more = item.inputs
    name = f"monitor {item.name.name}{label(item.label)}: {first.name}"
    items: list[tuple[str, object]] = [(name, (item.name, item.label, first))]
    items.extend((each.name, each) for each in more)
    lines = with_notes(comments, listed_line(item, items, hang=2), item.notes)
    for each in item.lines:
        condition = "" if each.condition is None else f" when {expression(each.condition)}"
        parts = (each.after, each.every, each.text, each.condition)
        line = printed(1, _time(each) + condition, each, *parts)
        lines.extend(with_notes(comments, line, each.notes))
    return lines


def _time(item: n.MonitorLine) -> str:
    if item.after is not None:
        return after(item.after)
    if item.every is not None:
        return f"every {quantity(item.every)}"
    return "at baseline" if item.text is None else f"unspecified {quoted(item.text.value)}"


def pitfall(comments: Comments, item: n.Pitfall) -> list[Line]:
    """``pitfall "…" [r3]``, its rules, and last its reason."""
    head = printed(0, f"pitfall {quoted(item.text.value)}", item, item.text)
    lines = with_notes(comments, head, n.Notes(grade=item.notes.grade, sources=item.notes.sources))
    for rule in item.rules:
        text = f"never give {rule.target.name} when {expression(rule.condition)}"
        lines.extend(with_notes(comments, printed(1, text, rule, rule.target, rule.condition), rule.notes))
    if item.unchecked is not None:
        text = f"unchecked because {quoted(item.unchecked.value)}"
        lines.append(printed(1, text, item.unchecked))
    return [*lines, *under(1, note_pieces(replace(item.notes, grade=None, sources=())))]


def claim(comments: Comments, item: n.Claim) -> list[Line]:
    """``claim "…" answers "…" supported by r1``, on one line or with all that follows the text under it."""
    clauses = []
    if item.answers is not None:
        clauses.append(piece(f"answers {quoted(item.answers.value)}", item.answers))
    if item.standing is not None:
        by = f" by {listed(item.by)}" if item.by else ""
        clauses.append(piece(f"{item.standing}{by}", item.by))
    line = printed(0, f"claim {quoted(item.text.value)}", item, item.text)
    whole = with_pieces(comments, line, [*clauses, *note_pieces(item.notes)])
    if len(whole) == 1 or not clauses or item.notes.grade is not None:
        return whole
    if not fits(0, line.text) and item.answers is None:
        # A text that is folded anyway has room for its standing behind its last words.
        behind = extended(line, " ", clauses[0])
        return whole if comments.within(behind.places) else with_notes(comments, behind, item.notes)
    first, *more = with_pieces(comments, under(1, clauses[:1])[0], clauses[1:])
    return whole if more else [line, *with_notes(comments, first, item.notes)]


def remark(comments: Comments, item: n.Notice | n.Missing | n.Effect) -> list[Line]:
    """``notice "…"``, ``missing "…"`` or ``effect magnesium "diarrhoea" common``."""
    match item:
        case n.Notice(text=text):
            line = printed(0, f"notice {quoted(text.value)}", item, text)
        case n.Missing(text=text):
            line = printed(0, f"missing {quoted(text.value)}", item, text)
        case n.Effect(text=text, target=target, frequency=frequency):
            often = "" if frequency is None else f" {frequency}"
            line = printed(0, f"effect {target.name} {quoted(text.value)}{often}", item, target, text)
        case _:
            assert_never(item)
    return with_notes(comments, line, item.notes)


def caution(comments: Comments, item: n.Caution) -> list[Line]:
    """``caution magnesium when diarrhoea: STATEMENT``, or a block."""
    text = f"caution {item.target.name} when {expression(item.condition)}"
    return led(comments, printed(0, text, item, item.target, item.condition, hang=2), item.body, item.notes)


def pathway(comments: Comments, item: n.Pathway | n.Part) -> list[Line]:
    """``pathway [NAME]`` or ``part NAME``, and its statements."""
    word = "pathway" if isinstance(item, n.Pathway) else "part"
    name = "" if item.name is None else f" {item.name.name}"
    head = printed(0, f"{word}{name}{label(item.label)}", item, item.name, item.label)
    return [head, *pathway_body(comments, item.body)]


def case(comments: Comments, item: n.Case, source: SourceFile) -> list[Line]:
    """``case "…"``: what is given, in the author's lines as far as they fit; then what is expected, one a line."""
    lines = with_notes(comments, printed(0, f"case {quoted(item.name.value)}", item, item.name), item.notes)
    row: list[n.Given] = []
    for each in item.given:
        if row and not _same_line(source, row, each):
            lines.append(_given_line(row))
            row = []
        row.append(each)
    if row:
        lines.append(_given_line(row))
    for expectation in item.expectations:
        lines.extend(_expectation(comments, expectation))
    return lines


def _same_line(source: SourceFile, row: list[n.Given], item: n.Given) -> bool:
    together = source.line_of(row[-1].span) == source.line_of(item.span)
    return together and fits(1, _given_line([*row, item]).text)


def _given_line(row: list[n.Given]) -> Line:
    return printed(1, ", ".join(_given(each) for each in row), row[0], tuple(row))


def _given(item: n.Given) -> str:
    state = "" if item.state is None else f" {item.state}"
    return f"{item.name.name}{state} {', '.join(_given_value(each) for each in item.values)}"


def _given_value(item: n.Quantity | n.Name | n.Text) -> str:
    return item.value if isinstance(item, n.Text) and DATE.fullmatch(item.value) else expression(item)


def _expectation(comments: Comments, item: n.Expectation) -> list[Line]:
    match item:
        case n.ExpectStatement(negated=negated, statement=expected):
            line, *more = statement(comments, 1, expected)
            text = f"expect {'no ' if negated else ''}{line.text}"
            return [replace(line, text=text, places=place(item) + line.places), *more]
        case n.ExpectValue(name=name, value=expected_value):
            what = value(expected_value) if isinstance(expected_value, n.Band) else expression(expected_value)
            text = f"expect {name.name} {what}"
        case n.ExpectOutcome(kind=kind, target=target):
            text = f"expect {kind}" + ("" if target is None else f" {target.name}")
        case _:
            assert_never(item)
    return [Line(depth=1, text=text, places=places(item))]
