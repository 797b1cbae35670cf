"""Conditions in the words of a chart.

Enters: conditions of the IR. Leaves: texts for a question, an arrow or a box: the author's labels and units, what
``not`` reaches told plainly, and each of several conditions on a line of its own.

    Not(Flag(ace_not_tolerated))        ->   not “ACE inhibitor not tolerated”; alone: ACE inhibitor not tolerated: no
    Any(severe, stage_2), a question    ->   ("severe", "or stage 2?")
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.equivalents import comparison, in_unit, rounded
from milligram.ir.walk import descend, inputs_read, states_read
from milligram.quantity import decimal_text, parse_literal

ONE_LINE = 48
"""Characters of a condition from which on its parts stand on lines of their own."""
LONG = 4
"""Words of a label from which a `not` before it must tell where it ends, as on the card."""
_OR, _AND, _NOT = 1, 2, 3
_TWOFOLD = re.compile(r"[,;:]|\b(?:and|or|nor|not|no|but|without|unless|except)\b", re.IGNORECASE)
"""What makes a label look like more than one condition: beside others it is quoted."""
_SIGNS = {"under": "under", "at_most": "at most", "over": "over", "at_least": "at least"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def condition(node: ir.AnyCondition, guideline: ir.Guideline, *, also: bool = False) -> str:
    """A condition on one line, not as a question; ``also`` with its limits in other units."""
    match node:
        case ir.Not(operand=ir.Flag() | ir.NamedCondition() as named):
            return _denied(named, guideline)
        case _:
            return _said(node, guideline, 0, also)


def within(node: ir.AnyCondition, guideline: ir.Guideline) -> str:
    """A condition within a sentence: ``hold … until not “reaction to the infusion”``."""
    return _said(node, guideline, 0, False)


def lines(node: ir.AnyCondition, guideline: ir.Guideline, *, also: bool = False) -> tuple[str, ...]:
    """A condition for a box: a long one of several, each of them on a line."""
    whole = _said(node, guideline, 0, also)
    word, level = ("and", _AND) if isinstance(node, ir.All) else ("or", _OR)
    if len(whole) <= ONE_LINE or not isinstance(node, ir.All | ir.Any) or len(node.operands) < 2:
        return (whole,)
    first, *rest = (_listed(operand, guideline, level, also) for operand in node.operands)
    return (*first, *(line for head, *tail in rest for line in (f"{word} {head}", *tail)))


def _listed(node: ir.AnyCondition, guideline: ir.Guideline, level: int, also: bool) -> tuple[str, ...]:
    """One condition of several; the words that a set may hold, if they are many, one below the other."""
    match node:
        case ir.SetHas(name=name, words=several) if len(several) > 2:
            held = (words.word_title(guideline, name, word) for word in several)
            return (f"{words.title_of(guideline, name)}, any of:", *(f"– {word}" for word in held))
        case _:
            return (_said(node, guideline, level, also),)


def asked(node: ir.AnyCondition, guideline: ir.Guideline) -> tuple[str, ...]:
    """A condition as a question."""
    *before, last = lines(node, guideline)
    return (*before, f"{last}?")


def branch(decide: ir.Decide, taken: ir.Branch, guideline: ir.Guideline) -> tuple[str, ...]:
    """A branch: its cells, its condition on as many lines as it needs, ``unknown`` or ``otherwise``. Of a
    decision by the first that applies it says its turn: ``2. stage 1``."""
    if taken.condition is None:
        return (taken.kind,)
    first, *rest = _answer(decide, taken, guideline)
    if decide.first_that_applies:
        turns = [each.id for each in decide.branches if each.condition is not None]
        first = f"{turns.index(taken.id) + 1}. {first}"
    return (first, *rest)


def _answer(decide: ir.Decide, taken: ir.Branch, guideline: ir.Guideline) -> tuple[str, ...]:
    assert taken.condition is not None
    if taken.cells:
        return ("; ".join(cell(each, guideline) for each in taken.cells),)
    match taken.condition:
        case ir.Not(operand=ir.Flag() | ir.NamedCondition() as named):
            return (_denied(named, guideline),)
        case ir.Flag() | ir.NamedCondition() as named:
            both = any(
                isinstance(other.condition, ir.Not) and other.condition.operand == named for other in decide.branches
            )
            title = _title(named, guideline)
            return (f"{title}: yes" if both and not _TWOFOLD.search(title) else title,)
        case _:
            return lines(taken.condition, guideline)


def cell(node: ir.AnyCondition, guideline: ir.Guideline) -> str:
    """A cell of a ``decide by`` or a table, its subject left out: ``20 to under 30 mL/min``, ``over 38 °C``."""
    match node:
        case ir.Band(subject=ir.StateNumber()):
            return condition(node, guideline)
        case ir.Band():
            return words.printed(words.band_text(node, guideline))
        case ir.Any(operands=operands) if operands:
            return words.join((cell(operand, guideline) for operand in operands), "or")
        case _:
            return words.cell_text(node, guideline)


def can_be_unknown(statement: ir.AnyStatement | None, guideline: ir.Guideline) -> bool:
    """Whether what a question asks can be unknown: ``X is known`` never is."""
    match statement:
        case ir.When(condition=node):
            return _open(node, guideline)
        case ir.Decide(branches=branches):
            return any(_open(each.condition, guideline) for each in branches if each.condition is not None)
        case _:
            return False


def _open(node: ir.AnyCondition, guideline: ir.Guideline) -> bool:
    match node:
        case ir.Known() | ir.Always():
            return False
        case ir.Not(operand=operand):
            return _open(operand, guideline)
        case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
            return any(_open(operand, guideline) for operand in operands)
        case _:
            return bool(inputs_read(node, guideline) or states_read(node, guideline))


def _denied(named: ir.Flag | ir.NamedCondition, guideline: ir.Guideline) -> str:
    """That a label does not hold: ``can eat: no``, but ``not “drug not tolerated”``, which is taken for no answer to
    another question."""
    title = _title(named, guideline)
    return f"not “{title}”" if _TWOFOLD.search(title) else f"{title}: no"


def _title(named: ir.Flag | ir.NamedCondition, guideline: ir.Guideline) -> str:
    return words.title_of(guideline, named.name)


def _said(node: ir.AnyCondition, guideline: ir.Guideline, within: int, also: bool) -> str:
    match node:
        case ir.Flag() | ir.NamedCondition():
            title = _title(node, guideline)
            return f"“{title}”" if within and _TWOFOLD.search(title) else title
        case ir.Not(operand=ir.Known(of=name, known=known, state=state) as operand):
            return _said(ir.Known(of=name, known=not known, state=state, span=operand.span), guideline, within, also)
        case ir.Not(operand=ir.Any(operands=(one, other))):
            text = f"neither {_said(one, guideline, _NOT, also)} nor {_said(other, guideline, _NOT, also)}"
            return f"({text})" if within else text
        case ir.Not(operand=ir.Flag() | ir.NamedCondition() as named) if len(_title(named, guideline).split()) >= LONG:
            return f"not “{_title(named, guideline)}”"
        case ir.Not(operand=operand):
            return f"not {_said(operand, guideline, _NOT, also)}"
        case ir.All(operands=operands):
            telling = tuple(one for one in operands if not (isinstance(one, ir.Always) and one.value))
            return _joined(telling, "and", _AND, guideline, within, also)
        case ir.Any(operands=operands):
            return _joined(operands, "or", _OR, guideline, within, also)
        case ir.AtLeast(count=count, operands=operands):
            return f"at least {count} of ({'; '.join(_said(operand, guideline, 0, also) for operand in operands)})"
        case ir.Band(subject=ir.StateNumber() as state):
            return words.printed(words.state_text(node, state, guideline))
        case ir.Band():
            exact = node.low is not None and node.high is not None and node.low.value == node.high.value
            text = f"{words.number_text(node.subject, guideline)} {'is ' if exact else ''}{cell(node, guideline)}"
            return text + words.printed(_also(node, guideline)) if also else text
        case ir.Known(of=name, known=known, state=str(state)):
            what = f"{'step of' if state == 'step' else 'time on the step of'} {words.title_of(guideline, name)}"
            return f"{what} is {'known' if known else 'unknown'}"
        case ir.Always() | ir.WordIs() | ir.SetHas() | ir.Known():
            return words.condition_text(node, guideline)
        case _:
            assert_never(node)


def _joined(
    operands: tuple[ir.AnyCondition, ...], word: str, level: int, guideline: ir.Guideline, within: int, also: bool
) -> str:
    if not operands:
        return "always" if level == _AND else "never"
    if len(operands) == 1:
        return _said(operands[0], guideline, within, also)
    text = f" {word} ".join(_said(operand, guideline, level, also) for operand in operands)
    return f"({text})" if within and within != level else text


def _also(band: ir.Band, guideline: ir.Guideline) -> str:
    """The limits of a band in the other units that are stated for them: `` (also at most 1.7 mg/dL)``.

    Each decides as the limit itself does: 0.70 mmol/L is 1.70135 mg/dL, so that under it is at most 1.7."""
    if band.low is not None and band.high is not None and band.low.value == band.high.value:
        exactly = band.low.value if isinstance(band.low.value, ir.Const) else None
        same = (
            [f"{number} {unit}" for number, unit in exactly.also if _is_exact(exactly, number, unit, guideline)]
            if exactly
            else []
        )
        return f" (also {', '.join(same)})" if same else ""
    told: dict[str, list[str]] = {}
    for bound, upper in ((band.low, False), (band.high, True)):
        if bound is None or not isinstance(bound.value, ir.Const):
            continue
        for stated, unit in bound.value.also:
            exact = in_unit(bound.value, unit, guideline)
            if exact is not None:
                limit = comparison(exact, stated, upper=upper, included=bound.included)
                told.setdefault(unit, []).append(f"{_SIGNS[limit.sign]} {limit.number} {unit}")
    both = [" and ".join(limits) for limits in told.values()]
    return f" (also {', '.join(both)})" if both else ""


def formula(value: ir.AnyNumber, guideline: ir.Guideline) -> str:
    """A number or a formula as its author wrote it, each name by its title; a title that reads as more is quoted."""
    if isinstance(value, ir.Const):
        stated = ", ".join(_restated(value, number, unit, guideline) for number, unit in value.also)
        return words.printed(words.const_text(value) + (f" ({stated})" if stated else ""))
    if isinstance(value, ir.InputNumber | ir.NamedNumber | ir.PointsOf | ir.StateNumber | ir.YearsSince):
        return words.number_text(value, guideline)

    def titled(found: re.Match[str]) -> str:
        if not _is_name(found[0], guideline):
            return found[0]
        title = words.title_of(guideline, found[0])
        return f"“{title}”" if _TWOFOLD.search(title) else title

    spelt = _NAME.sub(titled, words.printed(words.source_words(value, guideline)))
    return spelt.replace(" * ", " × ").replace(" - ", " − ")


def changes(value: ir.AnyNumber, guideline: ir.Guideline) -> Iterator[str]:
    """How an input comes from its own unit into that of a formula: ``serum creatinine: mg/dL = µmol/L × 0.011312``."""
    told: set[str] = set()
    for node in descend(value):
        if not isinstance(node, ir.Scaled) or not isinstance(node.operand, ir.InputNumber):
            continue
        _, _, unit = words.source_words(node, guideline).rpartition(" in ")
        if node.factor == 1 or node.offset or not unit or node.operand.name in told:
            continue
        told.add(node.operand.name)
        number, exact = decimal_text(node.factor)
        factor = number if exact else f"about {rounded(node.factor)[0]}"
        own = words.printed(node.operand.measure.unit.text)
        yield f"{words.title_of(guideline, node.operand.name)}: {words.printed(unit)} = {own} × {factor}"


def _restated(value: ir.Const, number: str, unit: str, guideline: ir.Guideline) -> str:
    """What a value is stated to be in another unit; ``about`` where it is rounded."""
    return f"{'also' if _is_exact(value, number, unit, guideline) else 'about'} {number} {unit}"


def _is_exact(value: ir.Const, number: str, unit: str, guideline: ir.Guideline) -> bool:
    return in_unit(value, unit, guideline) == parse_literal(number).value


def _is_name(word: str, guideline: ir.Guideline) -> bool:
    return word in guideline.inputs or word in guideline.named_by_name or word in guideline.drugs
