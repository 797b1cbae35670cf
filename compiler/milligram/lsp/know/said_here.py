"""What a number, a grade or a formula says where it stands, in Markdown.

Enters: a node with what is around it, or the words of a grade. Leaves: Markdown; empty where there is nothing to say.

    30 in `20 to under 30 mL/min`   ->   30 itself does not count
    2 in `2 when confused`          ->   2 points of `curb65`, which runs from 0 to 5
    (strong, moderate)              ->   what GRADE means by both words
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from milligram.ir.drugs import rule_matches
from milligram.lsp.know import Known
from milligram.lsp.know.amounts import Above
from milligram.lsp.markup import code, plain
from milligram.quantity import ATOMIC_WEIGHTS, FormulaError, decimal_text, molar_mass
from milligram.syntax import nodes as ast

MOST_RULES = 6
_STRENGTHS = {
    "strong": "nearly all of these patients should get it",
    "conditional": "the better choice differs from patient to patient, and is made with them",
}
_CERTAINTIES = {
    "high": "the true effect is close to what was found",
    "moderate": "the true effect is probably close to what was found",
    "low": "the true effect may be quite different from what was found",
    "very low": "the true effect is probably quite different from what was found",
}
"""After the GRADE Working Group: Guyatt et al., BMJ 2008;336:924-6; Balshem et al., J Clin Epidemiol 2011;64:401-6."""


def of_grade(words: str) -> str:
    """``(conditional, low)``, a word a line."""
    told = [" ".join(each.split()) for each in words.strip("() ").split(",")]
    lines = [f"- **{each}** recommendation: {_STRENGTHS[each]}" for each in told if each in _STRENGTHS]
    lines += [f"- **{each}** certainty: {_CERTAINTIES[each]}" for each in told if each in _CERTAINTIES]
    return "\n".join(("GRADE", "", *lines)) if lines else ""


def of_formula(formula: str) -> str:
    """``MgO``: its molar mass, and the atomic weights behind it."""
    try:
        mass = molar_mass(formula)
    except FormulaError:
        return ""
    atoms = dict.fromkeys(re.findall(r"[A-Z][a-z]?", formula))
    weights = ", ".join(f"{atom} {ATOMIC_WEIGHTS[atom]}" for atom in atoms if atom in ATOMIC_WEIGHTS)
    return f"{code(formula)} is {plain(decimal_text(mass)[0])} g/mol \\({plain(weights)}\\)"


def of_place(known: Known, quantity: ast.Quantity, above: Above) -> str:
    """What a number does where it stands."""
    around = above[-1] if above else None
    match around:
        case ast.Band():
            return _end(around, quantity)
        case ast.Points(value=value) if value is quantity:
            return _points(known, quantity, above)
        case ast.Row() if any(value is quantity for value in around.values):
            return _value(known, quantity, around, above)
        case _:
            return ""


def _end(band: ast.Band, quantity: ast.Quantity) -> str:
    if band.low is band.high or (band.low == band.high and band.low is not None):
        return "this value alone"
    counts = band.low_included if quantity is band.low else band.high_included
    return f"{plain(quantity.number)} itself {'counts' if counts else 'does not count'}"


def _points(known: Known, quantity: ast.Quantity, above: Above) -> str:
    score = next((node for node in above if isinstance(node, ast.Score)), None)
    line = above[-1]
    if score is None or not isinstance(line, ast.Points) or line.condition is None:
        return ""
    points = f"{plain(quantity.number)} point{'' if quantity.number in ('1', '-1') else 's'}"
    return f"{points} of {code(score.name.name)} if {code(known.source.slice(line.condition.span))}"


def _value(known: Known, quantity: ast.Quantity, row: ast.Row, above: Above) -> str:
    table = next((node for node in above if isinstance(node, ast.Table)), None)
    column = next((place for place, value in enumerate(row.values) if value is quantity), None)
    if table is None or column is None or column >= len(table.gives):
        return ""
    slice_of = known.source.slice
    when = ", ".join(
        f"{code(slice_of(by.span))} {code(slice_of(cell.span))}" for by, cell in zip(table.by, row.cells, strict=False)
    )
    return f"{code(table.gives[column].name)} for {when}"


def of_rules(known: Known, what: str) -> list[str]:
    """Who may not be given a drug or regimen, a line each."""
    found = list(_rules(known, what))
    more = [f"- and {len(found) - MOST_RULES} more rules"] if len(found) > MOST_RULES else []
    return [*found[:MOST_RULES], *more]


def _rules(known: Known, what: str) -> Iterator[str]:
    guideline = known.guideline
    if guideline is None:
        return
    for pitfall in guideline.pitfalls:
        for rule in pitfall.rules:
            if rule_matches(guideline, rule.target, what):
                words = " ".join(known.source.slice(rule.condition.span).split())
                yield f"- **never** when {code(words)} (line {known.source.line_of(rule.span)})"
