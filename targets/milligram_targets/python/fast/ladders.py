"""Ladders in ``decide``: what interrupts a regimen that runs, and the step that a give comes to.

Enters: a regimen. Leaves: lines; a digit for each rule that interrupts, each move that may be due, and the step.

    step 2 after 1 to 2 weeks when low_magnesium   ->   elif replacement_step == 1: … due, not due, or not known
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers
from milligram.ir.walk import statements

from milligram_targets.python.fast.truths import NO, YES, Told, in_one_order, joined

if TYPE_CHECKING:
    from milligram_targets.python.fast.flow import Flow

UNTOLD = "return -1, ()"
Rule = ir.Step | ir.Beyond | ir.BackTo


# --- what interrupts a regimen ----------------------------------------------------------------------------------------


def interruptions(flow: Flow, regimen: ir.Regimen) -> None:
    """What stops or holds a regimen at step 1 or later, read before any pathway.

    Leaves ``REGIMEN_held``: 0 goes on, 1 stops or is held, 2 stays at its step.
    """
    code, locals_ = flow.code, flow.locals
    step = locals_.state_number(regimen.name, "step")
    held = locals_.load(f"held {regimen.name}", f"{locals_.context.identifier(regimen.name)}_held", "0")
    last = len(regimen.steps)
    place = code.digit((last + 1).bit_length())
    with code.block(f"if {step} != 0:"), code.arms() as arms:
        with arms.arm(f"if {step} is None:"):
            code.add(f"o += {last + 1 << place}")
            _doubted(flow, regimen)
        for each in regimen.steps:
            with arms.arm("else:" if each.number == last else f"elif {step} == {each.number}:"):
                code.path.known.add(step)
                code.add(f"o += {each.number << place}")
                _interrupted(flow, regimen, each, held)


def _doubted(flow: Flow, regimen: ir.Regimen) -> None:
    """At an unknown step: what would stop the regimen if it runs."""
    rules = [rule.condition for rule in regimen.interruptions if rule.kind == "stop"]
    rules += [rule.condition for rule in flow.rules_on([regimen.name], None)]
    for condition in rules:
        flow.objection(condition, flow.truths.told(condition))


def _interrupted(flow: Flow, regimen: ir.Regimen, step: ir.Step, held: str) -> None:
    code, truths = flow.code, flow.truths
    gives = [each for each in statements(step.body) if isinstance(each, ir.Give)]
    if len(gives) != sum(isinstance(each, ir.Give) for each in step.body) or any(
        isinstance(each, ir.When | ir.Decide | ir.Follow) for each in step.body
    ):
        code.add(UNTOLD)  # what the step gives depends on the patient
        return
    rules: list[ir.NeverRule | ir.Interruption] = [*regimen.interruptions]
    rules += flow.rules_on([give.what for give in gives], regimen)
    told = [(rule, truths.told(rule.condition)) for rule in rules]
    for rule, each in told:
        flow.objection(rule.condition, each)
    stays = joined("or", [one.doubt for rule, one in told if isinstance(rule, ir.Interruption)])
    stops = [one.true for rule, one in told if isinstance(rule, ir.Interruption)]
    stops += [one.objects for rule, one in told if not isinstance(rule, ir.Interruption)]
    stopping = joined("or", stops)
    if stopping != NO:
        code.add(f"{held} = 1" if stopping == YES else f"if {stopping}:")
        if stopping != YES:
            code.add(f"    {held} = 1")
    if stays != NO:
        code.add(f"{'if' if stopping == NO else 'elif'} {stays}:")
        code.add(f"    {held} = 2")


# --- giving -----------------------------------------------------------------------------------------------------------


def give_regimen(flow: Flow, regimen: ir.Regimen) -> bool:
    """Gives the step that a regimen is at, or moves to."""
    code, locals_ = flow.code, flow.locals
    if regimen.name in flow.giving:
        code.add(UNTOLD)
        return True
    flow.giving.append(regimen.name)
    step = locals_.state_number(regimen.name, "step")
    held = locals_.named(f"held {regimen.name}", "held")
    left: list[bool] = []
    with code.arms() as arms:
        with arms.arm(f"if {step} is None:"):
            code.add("break")
        with arms.arm(f"elif {step} == 0:"):
            left.append(_given(flow, regimen, regimen.steps[0]))
        with arms.arm(f"elif {held} == 1:"):
            code.add("break")
        for each in regimen.steps:
            with arms.arm("else:" if each.number == len(regimen.steps) else f"elif {step} == {each.number}:"):
                code.path.known.add(step)
                left.append(_moved(flow, regimen, each, held))
    code.path.known.add(step)
    flow.giving.pop()
    return all(left)


def _given(flow: Flow, regimen: ir.Regimen, step: ir.Step) -> bool:
    return flow.block(step.body, regimen)


def _moved(flow: Flow, regimen: ir.Regimen, here: ir.Step, held: str) -> bool:
    """One move from a step: back, on, beyond the last, or none."""
    code = flow.code
    backs: list[Rule] = [rule for rule in regimen.back if rule.number < here.number]
    last = here.number == len(regimen.steps)
    ahead: list[Rule] = list(regimen.beyond) if last else [regimen.steps[here.number]]
    if not backs and not ahead:
        return _given(flow, regimen, here)
    if regimen.interruptions:
        left: list[bool] = []
        with code.arms() as arms:
            with arms.arm(f"if {held}:"):
                left.append(_given(flow, regimen, here))  # it stays, for a reason that is not known
            with arms.arm("else:"):
                left.append(_ways(flow, regimen, here, backs, ahead))
        return all(left)
    return _ways(flow, regimen, here, backs, ahead)


def _ways(flow: Flow, regimen: ir.Regimen, here: ir.Step, backs: Sequence[Rule], ahead: Sequence[Rule]) -> bool:
    code = flow.code
    if len(backs) + len(ahead) > 1:
        return _several(flow, regimen, here, backs, ahead)
    rule = [*backs, *ahead][0]
    left: list[bool] = []
    told, met = _due(flow, regimen, rule)
    place = code.digit(2)
    with code.arms() as arms:
        word = "if"
        if told.true != NO:
            with arms.arm(f"if {told.true}:"):
                word = "elif"
                code.add(f"o += {1 << place}")
                _late(flow, regimen, rule)
                left.append(_arrived(flow, regimen, here, rule))
        if told.doubt != NO:
            with arms.arm("else:" if told.doubt == YES and word == "elif" else f"{word} {told.doubt}:"):
                word = "elif"
                if in_one_order(met):
                    code.add(f"o += {2 << place}")
                    flow.add_doubt(_asked(flow, regimen, rule, flow.bits(met)))
                else:
                    code.add(UNTOLD)
                left.append(_given(flow, regimen, here))
        if told.doubt != YES and told.true != YES:
            with arms.arm("else:" if word == "elif" else "if True:"):
                left.append(_given(flow, regimen, here))
    return all(left)


def _several(flow: Flow, regimen: ir.Regimen, here: ir.Step, backs: Sequence[Rule], ahead: Sequence[Rule]) -> bool:
    """Several moves: told where one at most is not known false, and it is true; or none is."""
    code = flow.code
    rules = [*backs, *ahead]
    told = [_due(flow, regimen, rule)[0] for rule in rules]
    place = code.digit(len(rules).bit_length())
    left: list[bool] = []
    with code.arms() as arms:
        word = "if"
        for index, (rule, each) in enumerate(zip(rules, told, strict=True)):
            others = [other.false for at, other in enumerate(told) if at != index]
            test = joined("and", [each.true, *others])
            if test == NO:
                continue
            with arms.arm(f"{word} {test}:"):
                word = "elif"
                code.add(f"o += {index + 1 << place}")
                _late(flow, regimen, rule)
                left.append(_arrived(flow, regimen, here, rule))
        with arms.arm(f"{word} {joined('and', [each.false for each in told])}:"):
            left.append(_given(flow, regimen, here))
        with arms.arm("else:"):
            code.add(UNTOLD)
    return all(left)


def _arrived(flow: Flow, regimen: ir.Regimen, here: ir.Step, rule: Rule) -> bool:
    match rule:
        case ir.Beyond(body=body):
            own = delivers(flow.guideline, regimen.name)
            if any(isinstance(each, ir.When | ir.Decide | ir.Follow) for each in body):
                flow.code.add(UNTOLD)
                return True
            alone = any(isinstance(each, ir.Stop | ir.Hold) and each.what in own for each in body)
            if not alone and _given(flow, regimen, here):
                return True
            return flow.block(body, regimen)
        case _:
            return _given(flow, regimen, regimen.steps[rule.number - 1])


def _late(flow: Flow, regimen: ir.Regimen, rule: Rule) -> None:
    """Whether a move comes later than the end of its range of time."""
    after = rule.after
    if after is not None and after.high > after.low:
        time = flow.locals.state_number(regimen.name, "time")
        place = flow.code.digit(1)
        with flow.code.block(f"if {time} is not None and {time} > {_days(after.high)}:"):
            flow.code.add(f"o += {1 << place}")


def _days(days: Fraction) -> str:
    return str(int(days)) if days.denominator == 1 else f"Fraction({days.numerator}, {days.denominator})"


def _due(flow: Flow, regimen: ir.Regimen, rule: Rule) -> tuple[Told, list[tuple[str, ...]]]:
    """Whether a rule's time has come and its condition holds, and what its parts ask for."""
    met: list[tuple[str, ...]] = []
    parts: list[Told] = []
    if rule.condition is not None:
        parts.append(flow.truths.told(rule.condition))
        met += flow.truths.met(rule.condition)
    if rule.after is not None:
        time = flow.locals.state_number(regimen.name, "time")
        low = _days(rule.after.low)
        parts.append(
            Told(
                true=f"({time} is not None and {time} >= {low})",
                false=f"({time} is not None and {time} < {low})",
                doubt=f"{time} is None",
            )
        )
        met.append((f"{regimen.name} time", "today"))
    if not parts:
        return Told(true=YES, false=NO, doubt=NO), met
    false = joined("or", [part.false for part in parts])
    some = joined("or", [part.doubt for part in parts])
    doubt = NO if some == NO else YES if false == NO else f"not {false}"
    return Told(true=joined("and", [part.true for part in parts]), false=false, doubt=doubt), met


def _asked(flow: Flow, regimen: ir.Regimen, rule: Rule, bits: dict[str, int]) -> str:
    parts: list[str] = []
    if rule.condition is not None:
        own = flow.truths.asked(rule.condition, bits)
        unknown = flow.truths.told(rule.condition).unknown
        if own != "0" and unknown != NO:
            parts.append(own if unknown == YES else f"(({own}) if {unknown} else 0)")
    if rule.after is not None:
        time = flow.locals.state_number(regimen.name, "time")
        state = flow.locals.state(regimen.name)
        name, day = bits[f"{regimen.name} time"], bits["today"]
        parts.append(
            f"(0 if {time} is not None else {day} if {state} is not None and {state}.since is not None else {name})"
        )
    return " | ".join(parts) or "0"
