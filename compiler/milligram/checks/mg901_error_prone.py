"""MG901 error-prone abbreviations and dose designations.

After the lists of the Institute for Safe Medication Practices (ISMP) and the Joint Commission's "Do Not Use" list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.checks.prose import texts
from milligram.diagnostics import Diagnostic, Edit, Severity
from milligram.diagnostics.registry import ERROR_PRONE
from milligram.source import Span
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend

UNITS = {
    "U": "unit",
    "u": "unit",
    "IU": "[iU], or `unit` of the substance",
    "µg": "mcg",
    "μg": "mcg",
    "ug": "mcg",
    "cc": "mL",
}
"""Unit spellings that are misread, and what to write."""

WORDS = {
    "QD": "daily",
    "qd": "daily",
    "q.d.": "daily",
    "Q.D.": "daily",
    "QOD": "every 2 days",
    "qod": "every 2 days",
    "q.o.d.": "every 2 days",
    "HS": "at night",
    "qhs": "at night",
    "BIW": "2 times a week",
    "TIW": "3 times a week",
    "SQ": "subcutaneous",
    "SubQ": "subcutaneous",
    "IU": "units",
    "cc": "mL",
    "µg": "mcg",
    "μg": "mcg",
    "MgSO4": "magnesium sulfate",
    "MSO4": "morphine sulfate",
    "MS": "morphine sulfate, or what is meant",
    "HCTZ": "hydrochlorothiazide",
    "AZT": "zidovudine",
    "D/C": "stop, or discharge",
    "OD": "daily, or right eye",
    "@": "at",
    ">": "over",
    "<": "under",
    "≥": "at least",
    "≤": "at most",
}
"""Words and signs in prose that are misread, and what to write."""

_WORD = re.compile(
    "|".join(
        (rf"(?<![\w./]){re.escape(word)}(?![\w/])" if word[0].isalpha() else re.escape(word))
        for word in sorted(WORDS, key=len, reverse=True)
    )
)
_NUMBER = re.compile(r"(?<![\w.,])(?:(?P<trailing>\d+\.0+)|(?P<leading>\.\d+))\s*(?:mg|mcg|g|mL|units?|mmol|mEq)\b")
_PER_VOLUME = re.compile(r"/[dmuµ]?L\b")
"""A laboratory value may carry its trailing zero: 1.0 mmol/L says how it was measured."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Dose numbers and units (errors), and words in prose (warnings), that are known to be misread."""
    in_doses: set[int] = set()
    for declaration in context.file.declarations:
        for node in descend(declaration):
            if isinstance(node, (ast.Dose, ast.AtMost)):
                for inner in descend(node):
                    in_doses.add(id(inner))
                    yield from _literal(context, inner)
    for declaration in context.file.declarations:
        for node in descend(declaration):
            if isinstance(node, ast.UnitPhrase) and id(node) not in in_doses and node.unit in UNITS:
                yield _unit(context, node, Severity.WARNING)
    for text in texts(context.file):
        yield from _prose(context, text)


def _literal(context: Context, node: ast.Node) -> Iterator[Diagnostic]:
    match node:
        case ast.Quantity(number=number) if "." in number and number.rstrip("0").endswith("."):
            whole = number.partition(".")[0]
            span = Span(node.span.start, node.span.start + len(number))
            yield context.finding(
                ERROR_PRONE,
                span,
                f"the dose `{number}` is read as {number.replace('.', '')} when the point is not seen",
                help=f"write {whole}",
                edits=(Edit(span=span, replacement=whole, title=f"write {whole}"),),
                severity=Severity.ERROR,
            )
        case ast.UnitPhrase(unit=unit) if unit in UNITS:
            yield _unit(context, node, Severity.ERROR)
        case _:
            pass


def _unit(context: Context, node: ast.UnitPhrase, severity: Severity) -> Diagnostic:
    span = Span(node.span.start, node.span.start + len(node.unit))
    repair = UNITS[node.unit]
    plain = repair.isalpha()
    return context.finding(
        ERROR_PRONE,
        span,
        f"the unit `{node.unit}` is on the lists of designations that are misread",
        help=f"write {repair}",
        edits=(Edit(span=span, replacement=repair, title=f"write {repair}"),) if plain else (),
        severity=severity,
    )


def _prose(context: Context, text: ast.Text) -> Iterator[Diagnostic]:
    source = context.source.slice(text.span)
    for match in _WORD.finditer(source):
        yield context.finding(
            ERROR_PRONE,
            Span(text.span.start + match.start(), text.span.start + match.end()),
            f"`{match.group()}` is on the lists of abbreviations that are misread",
            help=f"write {WORDS[match.group()]}",
        )
    for match in _NUMBER.finditer(source):
        if match["trailing"] and _PER_VOLUME.match(source, match.end()):
            continue
        kind = "its trailing zero" if match["trailing"] else "no zero before its point"
        yield context.finding(
            ERROR_PRONE,
            Span(text.span.start + match.start(), text.span.start + match.end()),
            f"`{match.group()}` is misread tenfold because of {kind}",
            help="write doses as 1 mg and 0.5 mg",
            severity=Severity.ERROR,
        )
