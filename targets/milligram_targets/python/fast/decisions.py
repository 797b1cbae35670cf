"""Decisions in ``decide``: a chain of tests, one arm a branch.

Enters: a decision. Leaves: lines; a digit that is the branch taken, in the order of writing, the last for none that can
be told. Where branches may overlap or leave a gap, for a patient of whom that is so nothing is told.

    decide "Renal function" by creatinine_clearance    ->    if creatinine_clearance is None: …
      unknown: …                                              elif creatinine_clearance < 20: …
      under 20 mL/min: …                                      else: …
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from milligram.ir import nodes as ir
from milligram.ir.print import branch_text, statement_text
from milligram.ir.same import same

from milligram_targets.python.fast.code import UNTOLD, Span
from milligram_targets.python.fast.exclusive import Together, together
from milligram_targets.python.fast.plain import NO, YES, in_one_order
from milligram_targets.python.fast.truths import Told, joined

if TYPE_CHECKING:
    from milligram_targets.python.fast.flow import Flow


def decide(flow: Flow, node: ir.Decide, ladder: ir.Regimen | None) -> bool:
    """A decision: the digit is the branch, in the order of writing; the last stands for none that can be told."""
    code = flow.code
    cases = [branch for branch in node.branches if branch.kind != "unknown"]
    unknown = next((branch for branch in node.branches if branch.kind == "unknown"), None)
    pairs = together(flow.guideline, node, cases)
    conditions = [branch.condition for branch in cases if branch.condition is not None]
    one = _one_variable(flow, conditions)
    bits = len(cases).bit_length()
    place = code.digit(bits)
    last = len(cases) << place
    names = (*(branch_text(branch, flow.guideline) for branch in cases), "cannot be told")
    flow.means(place, bits, node, statement_text(node, flow.guideline), names)
    tests, doubt = _tests(flow, node, cases, pairs, one)
    with code.arms() as arms:
        word = "if"
        if one is not None and one not in code.path.known:
            with arms.arm(f"if {one} is None:"):
                code.path.missing.add(one)
                code.at(place, bits, len(cases))
                arms.leave(_undecided(flow, node, unknown, conditions, last, ladder))
            word, doubt = "elif", None
        for index, (branch, test) in enumerate(zip(cases, tests, strict=True)):
            if test == NO:
                continue
            always = test == YES
            with arms.arm("else:" if always and word == "elif" else f"{word} {test}:"):
                if one is not None:
                    code.path.known.add(one)
                _overlapping(flow, index, cases, pairs)
                if index:
                    code.plus(index << place)
                code.at(place, bits, index)
                if branch.condition is not None:
                    flow.learn(branch.condition, True)
                arms.leave(flow.block(branch.body, ladder))
            word = "elif"
            if always:
                return not arms.paths
        with arms.arm("else:" if word == "elif" else "if True:"):
            if doubt is None:
                code.add(UNTOLD)  # no branch applies
                arms.leave(True)
            else:
                if pairs.gap and doubt != YES:
                    with code.block(f"if not {doubt}:"):
                        code.add(UNTOLD)
                code.at(place, bits, len(cases))
                arms.leave(_undecided(flow, node, unknown, conditions, last, ladder))
    return not arms.paths


def _one_variable(flow: Flow, conditions: Sequence[ir.AnyCondition]) -> str | None:
    """The variable of a decision whose branches all test one plain value and are known once it is."""
    variables = {flow.single(condition) for condition in conditions}
    return variables.pop() if len(variables) == 1 else None


def _tests(
    flow: Flow, node: ir.Decide, cases: Sequence[ir.Branch], pairs: Together, one: str | None
) -> tuple[list[str], str | None]:
    """Per branch what takes it, given that none before was; and what there is beside a gap (None: nothing)."""
    before = flow.code.path
    flow.code.path = before.copy()
    if one is not None:
        flow.code.path.known.add(one)
    told: list[Told | None] = []
    for branch in cases:
        told.append(None if branch.condition is None else flow.truths.told(branch.condition))
        if one is not None and branch.condition is not None and not pairs.pairs:
            flow.learn(branch.condition, False)  # for the tests behind it
            _past(flow, branch.condition)
        elif branch.condition is not None:
            _learn_not_true(flow, branch.condition)
    before.loaded |= flow.code.path.loaded
    flow.code.path = before
    given = [each for each in told if each is not None]
    tests: list[str] = []
    for index, each in enumerate(told):
        if each is None:
            tests.append(joined("and", [one_.false for one_ in given]))
        elif node.first_that_applies:
            earlier = [other.false for other in told[:index] if other is not None and other.doubt != NO]
            tests.append(joined("and", [*earlier, each.true]))
        else:
            tests.append(each.true)
    if one is not None and not node.first_that_applies and not pairs.gap and not pairs.pairs and None not in told:
        tests[-1] = YES  # known, and in none of the others
    doubt: str | None = joined("or", [each.objects for each in given])
    if all(each.doubt == NO for each in given):
        doubt = None if pairs.gap or None in told else YES
    return tests, doubt


def _past(flow: Flow, condition: ir.AnyCondition) -> None:
    """Behind a band that begins where all before it end, its value lies above it."""
    plain = flow.truths.plain(condition) if isinstance(condition, ir.Band) else None
    if plain is None or plain.low is None or plain.high is None:
        return
    span = flow.code.path.spans.get(plain.variable, Span())
    if span.low == plain.low:
        flow.code.path.spans[plain.variable] = Span((plain.high[0], not plain.high[1]), span.high)


def _learn_not_true(flow: Flow, condition: ir.AnyCondition) -> None:
    """Behind a test that failed, a number that it compares lies on the other side, if it is known."""
    spans = flow.code.path.spans
    match condition:
        case ir.Any(operands=operands):
            for operand in operands:
                _learn_not_true(flow, operand)
        case ir.NamedCondition(name=name):
            home = flow.guideline.named_by_name[name]
            assert isinstance(home, ir.DefinedCondition), name
            _learn_not_true(flow, home.condition)
        case ir.Band() if (plain := flow.truths.plain(condition)) is not None:
            span = spans.get(plain.variable, Span())
            if plain.low is None and plain.high is not None:
                spans[plain.variable] = span.narrowed((plain.high[0], not plain.high[1]), None)
            elif plain.high is None and plain.low is not None:
                spans[plain.variable] = span.narrowed(None, (plain.low[0], not plain.low[1]))
        case _:
            pass


def _overlapping(flow: Flow, index: int, cases: Sequence[ir.Branch], pairs: Together) -> None:
    """Where another branch that does something else may be true too, nobody goes on."""
    for first, second in pairs.pairs:
        other = second if first == index else None
        condition = cases[other].condition if other is not None else None
        if other is not None and condition is not None and not same(cases[index].body, cases[other].body):
            told = flow.truths.told(condition)
            if told.true != NO:
                with flow.code.block(f"if {told.true}:"):
                    flow.code.add(UNTOLD)


def _undecided(
    flow: Flow,
    node: ir.Decide,
    unknown: ir.Branch | None,
    conditions: Sequence[ir.AnyCondition],
    digit: int,
    ladder: ir.Regimen | None,
) -> bool:
    """Where no branch can be told: the branch for that, or questions and the end."""
    code = flow.code
    code.plus(digit)
    if unknown is not None:
        return flow.block(unknown.body, ladder)
    met = [names for condition in conditions for names in flow.truths.met(condition)]
    bits = flow.bits(met)
    ordered = in_one_order(met)
    opened = code.doubt(len(conditions)) if not ordered else 0
    for index, condition in enumerate(conditions):
        told = flow.truths.told(condition)
        if told.unknown == NO:
            continue
        if (node.first_that_applies and index) or not (ordered or in_one_order(list(flow.truths.met(condition)))):
            code.add(UNTOLD)
            return True
        own = flow.truths.asked(condition, bits)
        if not ordered:
            own = f"{1 << opened + index} | {own}"
        if told.unknown == YES:
            flow.add_doubt(own)
            continue
        with code.block(f"if {told.unknown}:"):
            flow.add_doubt(own)
    code.add("break")
    return True
