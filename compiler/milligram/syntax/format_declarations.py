"""Declarations that state something on a line or a short list: header, sources, substances, inputs, defines, tables.

Enters: a declaration. Leaves: its `Line` values at depth 0 and below, columns aligned.

    define target:                          define target:
      140 mmHg when young             ->      140 mmHg  when young
      150 mmHg otherwise                      150 mmHg  otherwise
"""

from __future__ import annotations

import re
from typing import assert_never

from milligram.syntax import nodes as n
from milligram.syntax.format_expressions import DATE, cell, expression, listed, quantity, quoted, unit
from milligram.syntax.format_lines import Blank, Comments, Line, aligned, aligned_pairs, listed_line, plain, printed
from milligram.syntax.format_notes import with_notes
from milligram.syntax.format_statements import label

_HEADER_COLUMN = len("review by  ")
_BARE = re.compile(rf"[0-9]{{1,9}}|{DATE.pattern}")
"""A year, a count or a date: it stands without quotes."""


def header(comments: Comments, item: n.Header) -> list[Line]:
    """``guideline NAME`` and its fields in one order, their values in one column."""
    line = printed(0, f"guideline {item.name.name}", item, item.name)
    lines = with_notes(comments, line, item.notes)
    for name, node in (
        ("title", item.title),
        ("version", item.version),
        ("status", item.status),
        ("for", item.audience),
        ("applies when", item.applies_when),
        ("issued", item.issued),
        ("review by", item.review_by),
    ):
        if node is not None:
            text = _header_value(name, node)
            lead = f"{name:<{_HEADER_COLUMN}}" if len(name) < _HEADER_COLUMN else f"{name} "
            tab = 0 if name == "applies when" else _HEADER_COLUMN
            lines.append(printed(1, lead + text, node, node, tab=tab, blank=Blank.NEVER))
    return lines


def _header_value(name: str, node: n.Text | n.Ident | n.Expr) -> str:
    match node:
        case n.Ident(name=word):
            return word
        case n.Text(value=text) if name in ("version", "issued", "review by"):
            return text
        case _:
            return expression(node)


def source(comments: Comments, item: n.Source) -> list[Line]:
    """``source r1 "title"``, its fields and findings: values in one column, estimates in another."""
    head = printed(0, f"source {item.name.name} {quoted(item.title.value)}", item, item.name, item.title)
    lines = with_notes(comments, head, item.notes)
    names = [name.name for name, _ in item.fields] + ["finding"] * bool(item.findings)
    column = max((len(name) for name in names if " " not in name), default=0)
    for name, text in item.fields:
        field = _field(name.name, text.value, column)
        tab = 0 if " " in name.name else column + 2
        lines.append(printed(1, field, name, name, text, tab=tab, blank=Blank.NEVER))
    results = aligned_pairs(
        1,
        [(f"{'finding'.ljust(column)}  {quoted(each.text.value)}", _estimate(each.estimate)) for each in item.findings],
    )
    for finding, result in zip(item.findings, results, strict=True):
        parts = (finding.text, finding.estimate)
        line = printed(1, result, finding, *parts, tab=column + 2, blank=Blank.NEVER)
        lines.extend(with_notes(comments, line, finding.notes))
    return lines


def _field(name: str, value: str, column: int) -> str:
    if name.endswith(" differs"):
        return f"{name} because {quoted(value)}" if value else name
    return f"{name.ljust(column)}  {value if _BARE.fullmatch(value) else quoted(value)}"


def _estimate(value: n.Estimate | None) -> str:
    if value is None:
        return ""
    text = f"{value.measure} {value.value}"
    if value.low is None or value.high is None:
        return text
    level = "" if value.level is None else f"{value.level}% "
    return f"{text} ({level}CI {value.low} to {value.high})"


def substance(comments: Comments, item: n.Substance) -> list[Line]:
    """``substance magnesium_oxide formula MgO, gives 1 magnesium``."""
    formula = "" if item.formula is None else f" formula {item.formula}"
    name = f"substance {item.name.name}{label(item.label)}{formula}"
    items: list[tuple[str, object]] = [(name, (item.name, item.label))]
    if item.charge is not None:
        items.append((f"charge {item.charge}", ()))
    items.extend((f"gives {count} {of.name}", of) for count, of in item.gives)
    if item.in_unit is not None:
        items.append((f"in {unit(item.in_unit)}", item.in_unit))
    return with_notes(comments, listed_line(item, items), item.notes)


def drug_class(comments: Comments, item: n.DrugClass) -> list[Line]:
    """``class ccb "calcium-channel blocker" of amlodipine, felodipine``."""
    name = f"class {item.name.name}{label(item.label)} of {item.members[0].name}"
    items: list[tuple[str, object]] = [(name, (item.name, item.label, item.members[0]))]
    items.extend((member.name, member) for member in item.members[1:])
    return with_notes(comments, listed_line(item, items), item.notes)


def input_(comments: Comments, item: n.Input) -> list[Line]:
    """``input age in years whole, plausible 0 to 120``: what it is, then its attributes in one order."""
    (first, kind), *choices = _kind(item.kind)
    name = f"input {item.name.name}{label(item.label)} {first}"
    items: list[tuple[str, object]] = [(name, (item.name, item.label, kind)), *choices]
    if item.plausible is not None:
        limits = f"{quantity(item.plausible.low)} to {quantity(item.plausible.high)}"
        items.append((f"plausible {limits}", item.plausible))
    if item.valid is not None:
        items.append((f"valid {quantity(item.valid)}", item.valid))
    for word, text in (("ask", item.ask), ("loinc", item.loinc), ("snomed", item.snomed)):
        if text is not None:
            items.append((f"{word} {quoted(text.value)}", text))
    return with_notes(comments, listed_line(item, items), item.notes)


def _kind(kind: n.QuantityKind | n.PlainKind | n.ChoiceKind) -> list[tuple[str, object]]:
    """What an input is, in the items that commas part: one item, or one for every choice."""
    match kind:
        case n.QuantityKind(unit=phrase, whole=whole):
            return [(f"in {unit(phrase)}" + (" whole" if whole else ""), kind)]
        case n.PlainKind(kind=word):
            return [("yes or no" if word == "yes_no" else word, kind)]
        case n.ChoiceKind(several=several, choices=choices):
            first, *more = [(_choice(each), each) for each in choices]
            return [(f"{'any' if several else 'one'} of {first[0]}", first[1]), *more]
        case _:
            assert_never(kind)


def _choice(choice: n.Choice) -> str:
    points = "" if choice.points is None else f" = {choice.points}"
    return f"{choice.name.name}{label(choice.label)}{points}"


def impossible(comments: Comments, item: n.Impossible) -> list[Line]:
    """``impossible when sex is male and pregnant``."""
    line = printed(0, f"impossible when {expression(item.condition)}", item, item.condition)
    return with_notes(comments, line, item.notes)


def define(comments: Comments, item: n.Define) -> list[Line]:
    """A define in its form: an expression on the line, or lines and cases under it."""
    name = f"define {item.name.name}{label(item.label)}"
    if item.form == "expr" and item.expr is not None:
        line = printed(0, f"{name}: {expression(item.expr)}", item, item.name, item.label, item.expr)
        return with_notes(comments, line, item.notes)
    form = {
        "expr": "",
        "any": " any of",
        "all": " all of",
        "at_least": f" at least {item.at_least} of",
        "cases": " first that applies" if item.first_that_applies else "",
    }[item.form]
    lines = with_notes(comments, printed(0, f"{name}{form}:", item, item.name, item.label), item.notes)
    for each in item.lines:
        line = printed(1, expression(each.condition), each, each.condition)
        lines.extend(with_notes(comments, line, each.notes))
    texts = aligned_pairs(1, [(plain(expression(case.value)), _when(case.condition)) for case in item.cases])
    for case, text in zip(item.cases, texts, strict=True):
        line = printed(1, text, case, case.value, case.condition)
        lines.extend(with_notes(comments, line, case.notes))
    return lines


def _when(condition: n.Expr | None) -> str:
    return "otherwise" if condition is None else f"when {expression(condition)}"


def table(comments: Comments, item: n.Table) -> list[Line]:
    """``table by a gives b`` and its rows, the columns aligned, notes in a column of their own."""
    by = ", ".join(expression(each) for each in item.by)
    first = " first that applies" if item.first_that_applies else ""
    head = printed(0, f"table by {by} gives {listed(item.gives)}{first}", item, item.by, item.gives)
    lines = with_notes(comments, head, item.notes)
    cells = [
        [*(plain(cell(each)) for each in row.cells), *(plain(_value(each)) for each in row.values)] for row in item.rows
    ]
    last = max((len(row[-1]) for row in cells), default=0)
    for row, text, texts in zip(item.rows, aligned(cells), cells, strict=True):
        line = printed(1, text, row, row.cells, row.values)
        lines.extend(with_notes(comments, line, row.notes, gap=" " * (last - len(texts[-1]) + 2)))
    return lines


def _value(value: n.Expr | n.UnspecifiedValue) -> str:
    if isinstance(value, n.UnspecifiedValue):
        return f"unspecified{label(value.text)}"
    return expression(value)
