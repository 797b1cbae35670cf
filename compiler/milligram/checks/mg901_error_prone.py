"""MG901 error-prone abbreviations and dose designations.

After the Institute for Safe Medication Practices' list of error-prone abbreviations, symbols and dose designations, and
the Joint Commission's "Do Not Use" list. Left out are entries that mean something harmless far more often than the
thing that is misread: AS (aortic stenosis), SC, T3, SSRI, HCl of a salt, ``+``, ``&``, ``/`` and ``°``.
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
    "q1d": "daily",
    "QOD": "every 2 days",
    "qod": "every 2 days",
    "q.o.d.": "every 2 days",
    "Q.O.D.": "every 2 days",
    "o.d.": "daily",
    "OD": "daily, right eye, or overdose",
    "OS": "left eye, or overall survival",
    "OU": "both eyes",
    "AU": "both ears",
    "HS": "at night, or half strength",
    "hs": "at night",
    "h.s.": "at night",
    "qhs": "at night",
    "BIW": "2 times a week",
    "biw": "2 times a week",
    "TIW": "3 times a week",
    "tiw": "3 times a week",
    "UD": "as directed, which says how",
    "SQ": "subcutaneous",
    "SubQ": "subcutaneous",
    "sub q": "subcutaneous",
    "SSI": "sliding scale insulin, or surgical site infection",
    "IJ": "injection, or internal jugular",
    "per os": "by mouth",
    "IU": "units",
    "cc": "mL",
    "µg": "mcg",
    "μg": "mcg",
    "MgSO4": "magnesium sulfate",
    "MgSO₄": "magnesium sulfate",
    "MSO4": "morphine sulfate",
    "MS": "morphine sulfate, or multiple sclerosis",
    "ZnSO4": "zinc sulfate",
    "HCT": "hydrocortisone, or haematocrit",
    "HCTZ": "hydrochlorothiazide",
    "AZT": "zidovudine, azathioprine or aztreonam",
    "CPZ": "chlorpromazine, or prochlorperazine",
    "DTO": "diluted tincture of opium",
    "MTX": "methotrexate",
    "PTU": "propylthiouracil",
    "TAC": "triamcinolone, or tacrolimus",
    "TNK": "tenecteplase",
    "tPA": "alteplase",
    "TPA": "alteplase",
    "APAP": "paracetamol",
    "D/C": "stop, or discharge",
    "d/c": "stop, or discharge",
    ">": "over",
    "<": "under",
    ">=": "at least",
    "<=": "at most",
    "≥": "at least",
    "≤": "at most",
    "@": "at",
}
"""Words and signs in prose that are misread, and what to write."""


def _sign(word: str) -> str:
    """A word by itself; a sign other than in an arrow; ``@`` other than in an address."""
    if word == "@":
        return r"(?<!\w)@|@(?!\w)"
    if word in "<>":
        return rf"(?<![-=<>]){word}(?![-=<>])"
    if not word[0].isalpha():
        return re.escape(word) + r"(?![>=])"
    return rf"(?<![\w./-]){re.escape(word)}(?![\w/]|-\w)"


_WORD = re.compile("|".join(f"(?:{_sign(word)})" for word in sorted(WORDS, key=len, reverse=True)))
_UNITS_OF = re.compile(r"(?<![\w.,])\d[\d.,]*\s?(?P<unit>I?U|u)(?![\w/])")
_NUMBER = re.compile(r"(?<![\w.,])(?:(?P<trailing>\d+\.\d*0)|(?P<leading>\.\d+))\s*(?:mg|mcg|g|mL|units?|mmol|mEq)\b")
_MEASURED = re.compile(r"/(?:[dmuµ]?L|min|m?mol|[mk]?g|1\.73)\b")
"""A laboratory value may carry its trailing zero: 1.0 mmol/L says how it was measured."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Dose numbers and units (errors), and words in prose (warnings), that are known to be misread."""
    in_doses: set[int] = set()
    for declaration in context.file.declarations:
        for node in descend(declaration):
            if not isinstance(node, (ast.Dose, ast.AtMost)):
                continue
            for inner in descend(node):
                if id(inner) not in in_doses:
                    in_doses.add(id(inner))
                    yield from _literal(context, inner)
    for declaration in context.file.declarations:
        for node in descend(declaration):
            if isinstance(node, ast.UnitPhrase) and id(node) not in in_doses and node.unit in UNITS:
                yield _unit(context, node, node.unit, 0, Severity.WARNING)
    for text in texts(context.file):
        yield from _prose(context, text)


def _literal(context: Context, node: ast.Node) -> Iterator[Diagnostic]:
    match node:
        case ast.Quantity(number=number) if "." in number and number.endswith("0"):
            shorter = number.rstrip("0").removesuffix(".")
            span = Span(node.span.start, node.span.start + len(number))
            yield context.finding(
                ERROR_PRONE,
                span,
                f"the dose `{number}` is read as {number.replace('.', '')} when the point is not seen",
                help=f"write {shorter}",
                edits=(Edit(span=span, replacement=shorter, title=f"write {shorter}"),),
                severity=Severity.ERROR,
            )
        case ast.UnitPhrase(unit=unit):
            for part in re.finditer(r"[^/.*()\s\d^]+", unit):
                if part.group() in UNITS:
                    yield _unit(context, node, part.group(), part.start(), Severity.ERROR)
        case _:
            pass


def _unit(context: Context, node: ast.UnitPhrase, unit: str, offset: int, severity: Severity) -> Diagnostic:
    span = Span(node.span.start + offset, node.span.start + offset + len(unit))
    repair = UNITS[unit]
    plain = repair.isalpha()
    return context.finding(
        ERROR_PRONE,
        span,
        f"the unit `{unit}` is on the lists of abbreviations that are misread",
        help=f"write {repair}",
        edits=(Edit(span=span, replacement=repair, title=f"write {repair}"),) if plain else (),
        severity=severity,
    )


def _prose(context: Context, text: ast.Text) -> Iterator[Diagnostic]:
    source = context.source.slice(text.span)

    def place(start: int, end: int) -> Span:
        return Span(text.span.start + start, text.span.start + end)

    doses = list(_UNITS_OF.finditer(source))
    for match in doses:
        yield context.finding(
            ERROR_PRONE,
            place(*match.span()),
            f"the `{match['unit']}` of `{match.group()}` is read as a 0, a 4 or a 10",
            help="write units in full",
            severity=Severity.ERROR,
        )
    for match in _WORD.finditer(source):
        if not any(dose.start() <= match.start() < dose.end() for dose in doses):
            yield context.finding(
                ERROR_PRONE,
                place(*match.span()),
                f"`{match.group()}` is on the lists of abbreviations and signs that are misread",
                help=f"write {WORDS[match.group()]}",
            )
    for match in _NUMBER.finditer(source):
        if _MEASURED.match(source, match.end()):
            continue
        kind = "its trailing zero" if match["trailing"] else "the missing zero before its point"
        yield context.finding(
            ERROR_PRONE,
            place(*match.span()),
            f"the dose `{match.group()}` is misread tenfold for {kind}",
            help="write doses as 1 mg and 0.5 mg",
            severity=Severity.ERROR,
        )
