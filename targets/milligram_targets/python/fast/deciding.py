"""The whole of ``decide``: whether the guideline applies, the regimens that run, every pathway.

Enters: the context of one emission. Leaves: the lines of the function, and what it needs of the support.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from milligram.ir import nodes as ir
from milligram.ir.print import condition_text
from milligram.ir.walk import descend

from milligram_targets.python.context import Context
from milligram_targets.python.fast.checking import REFUSED, check
from milligram_targets.python.fast.code import UNTOLD, Code, TooLong, without_unread
from milligram_targets.python.fast.digits import digit_tables
from milligram_targets.python.fast.flow import Flow
from milligram_targets.python.fast.ladders import interruptions
from milligram_targets.python.fast.locals import Locals
from milligram_targets.python.fast.plain import NO, YES, rests_on_support
from milligram_targets.python.fast.truths import grouped

CHECKED_HEAD = "def check_and_decide(values: Mapping[str, object], today: date | None) -> Outcome | None:"
CHECKED_DOC = '''    """The same for values that are not checked yet; None where one is not of the plain
    kind, or not possible."""'''
HEAD = "def decide(values: Values, today: date | None = None) -> Outcome:"
DOC = '''    """What the guideline decides for plain, checked values: an integer, and what is
    worked out for the patient.

    A number counts in the unit named at its field of `Patient`, as an int or a
    float; what is missing or None is unknown. The integer tells all that is said,
    asked and kept back; -1: it does not, `evaluate` does.
    """'''


def decide_source(context: Context) -> tuple[str, str]:
    """The text of ``decide``, and of the tables that its outcomes index."""
    try:
        code = Code()
        lines = list(_body(context, code, checked=False))
    except TooLong:
        code, lines = Code(), [f"    {UNTOLD}"]
    return "\n".join([HEAD, DOC, *lines]), digit_tables(context, code)


def checked_source(context: Context) -> str:
    """The text of ``check_and_decide``."""
    try:
        lines = list(_body(context, Code(), checked=True))
    except TooLong:
        lines = [f"    {REFUSED}"]
    return "\n".join([CHECKED_HEAD, CHECKED_DOC, *lines])


def _body(context: Context, code: Code, *, checked: bool) -> Iterator[str]:
    guideline = context.guideline
    locals_ = Locals(context, code, _uses(guideline))
    if checked:
        check(locals_)
        if guideline.impossible and any(rests_on_support(guideline, rule.condition) for rule in guideline.impossible):
            yield from without_unread(code.lines)
            return
    flow = Flow(locals_)
    code.add("o = s = u = 0" if guideline.regimens else "o = u = 0")
    _applies(flow)
    before, code.digits, code.sum = code.digits, 0, "s"  # apart, so that the digits of the pathways stay small
    for regimen in guideline.regimens.values():
        interruptions(flow, regimen)
    states, code.digits, code.sum = code.digits, before, "o"
    for pathway in guideline.pathways[1:]:
        first = pathway.body[0] if pathway.body else None
        if isinstance(first, ir.When):
            flow.single(first.condition)  # read on every path: read once
    for pathway in guideline.pathways:
        with code.block("while True:"):
            if not flow.block(pathway.body):
                code.add("break")
        code.path.total = None
    result = "tuple(numbers)" if locals_.counts else "()"
    with code.block("if s or u:" if guideline.regimens else "if u:"):
        more = f"(s | u << {states})" if guideline.regimens else "u"
        code.add(f"return o | {more} << {code.digits}, {result}")
    code.add(f"return o, {result}")
    code.lines = without_unread(code.lines)
    if not locals_.needs_reading:
        yield from code.lines
        return
    yield "    try:"
    yield "        p = None  # the patient as formulas read it, made where one is needed"
    if locals_.counts:
        yield "        numbers: list[Number | None] = []"
    yield from (f"    {line}" for line in code.lines)
    yield "    except (Faulty, Undecided, Unordered, RecursionError):"
    yield f"        {UNTOLD}"


def _applies(flow: Flow) -> None:
    """Where the guideline does not apply, nothing is decided; where that is unknown, it is asked."""
    condition = flow.guideline.applies
    code = flow.code
    if condition is None:
        return
    told = flow.truths.told(condition)
    words = condition_text(condition, flow.guideline)
    place = code.digit(2)
    if told.doubt != NO:
        met = list(flow.truths.met(condition))
        with code.block(f"if {told.unknown}:" if told.unknown != YES else "if True:"):
            flow.learn_unknown(condition, told)
            bits = flow.bits(met)
            asked = grouped(flow.truths.asked(condition, bits))
            code.add(f"return {2 << place} | {asked} << 2, ()")
        if flow.single(condition):
            code.path.known.add(flow.single(condition) or "")
            told = flow.truths.told(condition)
    if told.false != NO:
        with code.block(f"if {told.false}:" if told.false != YES else "if True:"):
            code.add(f"return {1 << place}, ()")
    flow.means(place, 2, condition, f"applies when {words}", ("true", "false", "unknown"))
    code.at(place, 2, 0)
    flow.learn(condition, True)


def _uses(guideline: ir.Guideline) -> Counter[str]:
    """How often each named condition is read."""
    homes: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.pitfalls]
    homes += [*guideline.regimens.values(), *guideline.cautions]
    return Counter(node.name for home in homes for node in descend(home) if isinstance(node, ir.NamedCondition))
