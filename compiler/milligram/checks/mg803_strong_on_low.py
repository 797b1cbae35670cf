"""MG803 strong recommendation on low certainty without a reason.

After Andrews and others, GRADE guidelines 14 and 15 (Journal of Clinical Epidemiology, 2013): a strong recommendation
on low or very low certainty is for exceptional situations, five of which they describe; its panel says which it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import STRONG_ON_LOW
from milligram.source import tree
from milligram.syntax import nodes as ast

_LOW = ("low", "very low")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every ``(strong, low)`` and ``(strong, very low)`` without a ``because``, that of an enclosing block included.

    Whether the reason is a good one is for readers to judge; that there is one is not.
    """
    for declaration in context.file.declarations:
        for grade in _unreasoned(declaration):
            yield context.finding(
                STRONG_ON_LOW,
                grade.span,
                f"a strong recommendation rests on {grade.certainty} certainty, and no reason is given",
                help='say which of the exceptions it is, as `because "…"`, or make it `conditional`; '
                "`milligram explain MG803` lists the exceptions",
            )


def _unreasoned(top: ast.Node) -> Iterator[ast.Grade]:
    """The grades inside a node for which no reason stands at their own statement or around it."""
    stack = [top]
    while stack:
        node = stack.pop()
        notes = getattr(node, "notes", None)
        if isinstance(notes, ast.Notes):
            if notes.because is not None and notes.because.value.strip():
                continue  # it holds for everything inside
            grade = notes.grade
            if grade is not None and grade.strength == "strong" and grade.certainty in _LOW:
                yield grade
        stack.extend(reversed([*tree.parts(node, ast.Node)]))
