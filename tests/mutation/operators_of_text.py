"""The operators on what no patient shows: doses and times, units, evidence, wording, declarations.

Enters: `operators.Text`. Leaves: changes whose codes are certain from the change itself, or left open.

    [r3]  ->  uncited        (also 1.4 mEq/L)  ->  (also 2.8 mEq/L)        review by 2028  ->  review by 2020
"""

from __future__ import annotations

import re
from fractions import Fraction

from milligram.source import Span
from milligram.syntax import nodes as n

from . import operators as o
from . import operators_of_ways as w
from .operators import Change, Changes, Operator, Text, code_set

# --- doses and time ---------------------------------------------------------------------------------------------------

RESTATED = code_set("MG302", "MG303", "MG305", "MG306")
LADDER = code_set("MG301", "MG302", "MG303", "MG305", "MG501", "MG502", "MG503", "MG504", "MG505")


def _doses(t: Text) -> list[tuple[n.Regimen, n.Step, n.Quantity]]:
    return [
        (node, line, line.dose.amount)
        for node in t.living
        if isinstance(node, n.Regimen)
        for line in node.lines
        if isinstance(line, n.Step) and line.dose is not None and isinstance(line.dose.amount, n.Quantity)
    ]


def _times(number: str, factor: Fraction) -> str:
    value = Fraction(number) * factor
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.6g}"


def raise_dose(t: Text) -> Changes:
    for _, _, amount in _doses(t):
        words = _times(amount.number, Fraction(10))
        yield Change(Span(amount.span.start, amount.span.start + len(amount.number)), words, open=RESTATED)


def lower_dose(t: Text) -> Changes:
    for _, _, amount in _doses(t):
        words = _times(amount.number, Fraction(1, 4))
        yield Change(Span(amount.span.start, amount.span.start + len(amount.number)), words, open=RESTATED)


def lower_maximum(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.AtMost):
            for factor in (Fraction(1, 2), Fraction(4, 5), Fraction(1, 10)):
                start = node.limit.span.start
                yield Change(Span(start, start + len(node.limit.number)), _times(node.limit.number, factor))


def raise_maximum(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.AtMost):
            start = node.limit.span.start
            yield Change(Span(start, start + len(node.limit.number)), _times(node.limit.number, Fraction(10)))


def drop_exit(t: Text) -> Changes:
    """What lies beyond the last step."""
    for node in t.living:
        if isinstance(node, n.Then):
            yield Change(t.lines(node.span), "", open=LADDER)


def drop_step(t: Text) -> Changes:
    """The last step."""
    for node in t.living:
        if isinstance(node, n.Regimen):
            steps = [line for line in node.lines if isinstance(line, n.Step)]
            if len(steps) > 1:
                yield Change(t.lines(steps[-1].span), "", open=LADDER)


def shift_monitoring(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.MonitorLine) and node.after is not None:
            quantities = [q for q in (node.after.low, node.after.high) if q is not None]
            start, end = quantities[0].span.start, quantities[-1].span.start + len(quantities[-1].number)
            words = " to ".join(_times(q.number, Fraction(4)) for q in quantities)
            yield Change(Span(start, end), words)


def shift_decision(t: Text) -> Changes:
    """A step's decision earlier than before."""
    for node in t.living:
        if isinstance(node, n.Step | n.Then) and node.after is not None and node.condition is not None:
            quantities = [q for q in (node.after.low, node.after.high) if q is not None]
            start, end = quantities[0].span.start, quantities[-1].span.start + len(quantities[-1].number)
            words = " to ".join(_times(q.number, Fraction(1, 4)) for q in quantities)
            yield Change(Span(start, end), words)


def drop_follow_up(t: Text) -> Changes:
    """A monitor without its line ``after``."""
    for node in t.living:
        if isinstance(node, n.Monitor) and len(node.lines) > 1:
            for line in node.lines:
                if line.kind == "after":
                    yield Change(t.lines(line.span), "", open=code_set("MG505", "MG507"))


def monitor_nothing(t: Text) -> Changes:
    """A monitored value that nothing reads."""
    at = next((t.lines(node.span).start for node in t.living if isinstance(node, n.Input)), None)
    for node in t.living:
        if isinstance(node, n.Monitor) and at is not None and not node.notes.allows:
            declared = "input mutant_level in mmol/L, plausible 1 to 10\n"
            line = t.text[at : node.inputs[0].span.start]
            words = declared + line + "mutant_level, "
            yield Change(Span(at, node.inputs[0].span.start), words, certain=code_set("MG506"), open=code_set("MG203"))


def short_lived(t: Text) -> Changes:
    """A value that is valid for a day, though it is monitored more seldom."""
    for node in t.living:
        if isinstance(node, n.Input) and isinstance(node.kind, n.QuantityKind) and node.valid is None:
            anchor = node.plausible or node.kind
            end = anchor.span.end
            yield Change(Span(end, end), ", valid 1 d", open=code_set("MG507"))


# --- units ------------------------------------------------------------------------------------------------------------


def wrong_equivalent(t: Text) -> Changes:
    """A stated equivalent twice what it was."""
    for node in t.living:
        if isinstance(node, n.Quantity):
            for also in node.also:
                start = also.span.start
                words = _times(also.number, Fraction(3))
                family = code_set("MG302", "MG303", "MG305", "MG306")
                yield Change(Span(start, start + len(also.number)), words, certain=code_set("MG302"), open=family)
        if isinstance(node, n.Dose):
            for also in node.also:
                start = also.span.start
                words = _times(also.number, Fraction(3))
                yield Change(
                    Span(start, start + len(also.number)),
                    words,
                    certain=code_set("MG302"),
                    open=LADDER | code_set("MG303"),
                )


def no_charge(t: Text) -> Changes:
    """A substance without its charge, while something is said in equivalents of it."""
    if "mEq" not in t.text:
        return
    for node in t.living:
        if isinstance(node, n.Substance) and node.charge is not None:
            words = t.of(node)
            new = re.sub(r", charge -?\d+", "", words)
            family = code_set("MG302", "MG303", "MG304", "MG306", "MG029")
            if new != words and re.search(rf"mEq/L.*|{node.name.name}", t.text):
                yield Change(node.span, new, open=family)


OTHER_DIMENSION = {
    "mL/min": "mmol/L",
    "mmol/L": "mL/min",
    "years": "kg",
    "kg": "years",
    "mmHg": "years",
    "h": "kg",
    "mg/L": "h",
    "/min": "kg",
}


def other_unit(t: Text) -> Changes:
    """A unit of another dimension."""
    for node in t.living:
        if isinstance(node, n.Band):
            for bound in (node.high or node.low,):
                if isinstance(bound, n.Quantity) and bound.unit is not None and not bound.also:
                    other = OTHER_DIMENSION.get(bound.unit.unit)
                    if other is not None and bound.unit.of is None:
                        yield Change(bound.unit.span, other, certain=code_set("MG301"), open=_LEFT_OUT)


_LEFT_OUT = code_set(*(f"MG{number}" for number in (101, 102, 103, 104, 105, 107, 108, 109, 111, 201, 203, 305, 506)))
"""A comparison of the wrong kind is left out of the guideline; what else follows from that is not asked."""


# --- evidence ---------------------------------------------------------------------------------------------------------


def drop_citation(t: Text) -> Changes:
    """A recommendation without its sources, or without the reason why it has none."""
    ladders = {node.name.name for node in t.file.declarations if isinstance(node, n.Regimen)}
    spoken_for = [
        node.span
        for node in t.living
        if isinstance(node, n.Branch | n.When | n.Decide)
        and (node.notes.sources or node.notes.uncited or node.notes.differs)
    ]
    for body in t.blocks():
        for node in body:
            notes = node.notes
            if isinstance(node, n.Give) and node.target is not None and node.target.name in ladders:
                continue  # its steps cite what they say
            if notes.differs or any(span.start < node.span.start < span.end for span in spoken_for):
                continue
            if not isinstance(
                node, n.Give | n.Stop | n.Hold | n.Advise | n.AdviseAgainst | n.Suggest | n.Order | n.Refer
            ):
                continue
            words = t.of(node)
            if notes.sources and notes.uncited is None:
                new = re.sub(r"\s*\[[A-Za-z0-9_, ]+\]\s*$", "", words)
            elif notes.uncited is not None:
                new = re.sub(r'\s*uncited because ("[^"\n]*"\s*)+', "\n" + t.indent(node.span) + "  ", words).rstrip()
            else:
                continue
            if new != words:
                yield Change(node.span, new, certain=code_set("MG800"), open=code_set("MG807"))


def unknown_source(t: Text) -> Changes:
    for body in t.blocks():
        for node in body:
            if node.notes.sources:
                first = node.notes.sources[0]
                yield Change(first.span, "mutant_source", certain=code_set("MG801"), open=code_set("MG807", "MG800"))


def unused_source(t: Text) -> Changes:
    node = next((node for node in t.living if isinstance(node, n.Source)), None)
    if node is not None:
        at = t.lines(node.span).start
        yield Change(Span(at, at), 'source mutant_source "A source that nothing cites"\n', certain=code_set("MG807"))


def review_passed(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Header) and node.review_by is not None and node.issued is not None:
            yield Change(node.review_by.span, "2026-11-21", certain=code_set("MG802"))


def strong_on_low(t: Text) -> Changes:
    """A strong grade on very low certainty, and no reason."""
    for node in t.living:
        if isinstance(node, n.Statement) and node.notes.grade is not None and node.notes.because is None:
            yield Change(node.notes.grade.span, "(strong, very low)", certain=code_set("MG803"))


def population_unsaid(t: Text) -> Changes:
    for match in re.finditer(r'^  population differs because "[^"\n]*"', t.text, re.MULTILINE):
        yield Change(Span(*match.span()), "  population differs", certain=code_set("MG804"))


def estimate_outside(t: Text) -> Changes:
    """An estimate far beyond its interval."""
    for node in t.living:
        if isinstance(node, n.Estimate) and node.low is not None and node.high is not None:
            words = t.of(node)
            yield Change(
                node.span,
                words.replace(node.value, _decimals(Fraction(node.high) * 3 + 5), 1),
                certain=code_set("MG805"),
                open=code_set("MG806"),
            )


def _decimals(value: Fraction) -> str:
    return f"{float(value):.2f}"


# --- wording ----------------------------------------------------------------------------------------------------------


def abbreviate(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Advise | n.Suggest):
            text = node.text if isinstance(node, n.Advise) else node.what
            if isinstance(text, n.Text):
                at = t.text.index('"', text.span.start) + 1
                yield Change(Span(at, at), "once QD ", certain=code_set("MG901"))


def vague(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.Advise | n.Suggest):
            text = node.text if isinstance(node, n.Advise) else node.what
            if isinstance(text, n.Text):
                at = t.text.index('"', text.span.start) + 1
                yield Change(Span(at, at), "with extreme caution, ", certain=code_set("MG902"))


def mix_connectives(t: Text) -> Changes:
    """``a and b`` becomes ``a and b or a``, without brackets."""
    for node in t.living:
        if isinstance(node, n.When | n.NeverRule) and isinstance(node.condition, n.And):
            first = t.of(node.condition.operands[0])
            if "or" not in first.split() and "and" not in first.split():
                end = node.condition.span.end
                yield Change(Span(end, end), f" or {first}", certain=code_set("MG903"))


# --- declarations -----------------------------------------------------------------------------------------------------


def unused_define(t: Text) -> Changes:
    flags = [node for node in t.living if isinstance(node, n.Input) and w._is_flag(node)]
    at = next((t.lines(node.span).start for node in t.file.declarations if isinstance(node, n.Pathway)), None)
    if flags and at is not None:
        words = f"define mutant: not {flags[0].name.name}\n\n"
        yield Change(Span(at, at), words, certain=code_set("MG108"), open=code_set("MG800"))


def unused_part(t: Text) -> Changes:
    at = next((t.lines(node.span).start for node in t.file.declarations if isinstance(node, n.Pathway)), None)
    if at is not None:
        yield Change(
            Span(at, at),
            'part mutant\n  note "nobody comes here"\n\n',
            certain=code_set("MG108"),
            open=code_set("MG105"),
        )


def behind_the_end(t: Text) -> Changes:
    for node in t.living:
        if isinstance(node, n.End):
            at = t.lines(node.span)
            words = f'{t.indent(node.span)}note "behind"\n'
            yield Change(Span(at.end, at.end), words, certain=code_set("MG108"), open=code_set("MG105"))


def outside_plausible(t: Text) -> Changes:
    """Plausible bounds that end within what the guideline compares the input with."""
    for node in t.living:
        if isinstance(node, n.Input) and node.plausible is not None:
            high = node.plausible.high
            for part in (Fraction(1, 2), Fraction(1, 4), Fraction(1, 10)):
                words = _times(high.number, part)
                if Fraction(words) > Fraction(node.plausible.low.number):
                    yield Change(Span(high.span.start, high.span.start + len(high.number)), words, open=_BOUNDS)


_BOUNDS = code_set("MG105", "MG110", "MG109", "MG305", "MG502")


def divide_by_nothing(t: Text) -> Changes:
    """A divisor less itself."""
    for node in t.living:
        if isinstance(node, n.Arithmetic) and node.op == "/":
            words = t.of(node.right)
            yield Change(node.right.span, f"({words} - {words})")


ALL: tuple[tuple[str, Operator], ...] = (
    ("MG101", o.drop_branch),
    ("MG101", o.drop_row),
    ("MG101", o.drop_score_line),
    ("MG102", o.repeat_branch),
    ("MG102", o.repeat_row),
    ("MG106", o.first_that_applies),
    ("MG107", o.split_row),
    ("MG105", o.add_otherwise),
    ("MG102", o.raise_bound),
    ("MG101", o.lower_bound),
    ("MG103", o.close_end),
    ("MG104", o.open_end),
    ("MG111", o.halve_limit),
    ("MG110", o.far_literal),
    ("MG110", outside_plausible),
    ("MG105", w.negate),
    ("MG109", w.and_or),
    ("MG401", w.drop_operand),
    ("MG401", w.drop_line),
    ("MG401", w.delete_statement),
    ("MG402", w.end_to_continue),
    ("MG105", w.continue_to_end),
    ("MG403", w.swap_statements),
    ("MG108", w.end_early),
    ("MG401", w.unguard),
    ("MG109", w.vacuous_when),
    ("MG105", w.impossible_when),
    ("MG201", w.silence_unknown),
    ("MG201", w.drop_unknown),
    ("MG402", w.unknown_goes_on),
    ("MG203", w.useless_input),
    ("MG405", w.drop_rules),
    ("MG202", w.add_rule),
    ("MG401", w.widen_rule),
    ("MG406", w.contradict),
    ("MG404", w.caution_of_nobody),
    ("MG508", w.unspecified_dose),
    ("MG502", raise_dose),
    ("MG501", lower_dose),
    ("MG502", lower_maximum),
    ("MG504", raise_maximum),
    ("MG503", drop_exit),
    ("MG503", drop_step),
    ("MG505", shift_monitoring),
    ("MG505", shift_decision),
    ("MG505", drop_follow_up),
    ("MG506", monitor_nothing),
    ("MG507", short_lived),
    ("MG302", wrong_equivalent),
    ("MG304", no_charge),
    ("MG301", other_unit),
    ("MG307", divide_by_nothing),
    ("MG800", drop_citation),
    ("MG801", unknown_source),
    ("MG807", unused_source),
    ("MG802", review_passed),
    ("MG803", strong_on_low),
    ("MG804", population_unsaid),
    ("MG805", estimate_outside),
    ("MG901", abbreviate),
    ("MG902", vague),
    ("MG903", mix_connectives),
    ("MG108", unused_define),
    ("MG108", unused_part),
    ("MG108", behind_the_end),
)
"""Every operator, with the code that it aims at."""

_OF_WORDS: tuple[Operator, ...] = (
    *(drop_citation, unknown_source, unused_source, review_passed, strong_on_low, population_unsaid),
    *(estimate_outside, abbreviate, vague, unused_define, unused_part),
)
WORDS = frozenset(operator.__name__ for operator in _OF_WORDS)
"""Operators that change nothing for any patient: what running everybody shows stays as it was."""
