"""Ladders in ``decide``: what interrupts a regimen that runs, and the step that a give comes to.

Enters: a regimen. Leaves: lines; a digit for each rule that interrupts, each move that may be due, and the step.

    step 2 after 1 to 2 weeks when low_magnesium   ->   elif replacement_step == 1: … due, not due, or not known
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers
from milligram.ir.print import condition_text
from milligram.ir.same import meaning
from milligram.ir.walk import descend

from milligram_targets.python.fast.code import UNTOLD, Digit, Rung, Said
from milligram_targets.python.fast.plain import NO, YES, in_one_order, rests_on_support
from milligram_targets.python.fast.truths import Told, joined

if TYPE_CHECKING:
    from milligram_targets.python.fast.flow import Flow

STOPS, STAYS, HELD = 1, 2, 3
"""What a regimen that runs must do: stop, stay at its step, be held. Those to be given nothing are odd."""
Rule = ir.Step | ir.Beyond | ir.BackTo


# --- what interrupts a regimen ----------------------------------------------------------------------------------------


def interruptions(flow: Flow, regimen: ir.Regimen) -> None:
    """Where a regimen stands, and what stops or holds it at step 1 or later, read before any pathway.

    Leaves ``REGIMEN_held``: 0 goes on, or `STOPS`, `STAYS` at its step, `HELD`.
    """
    code, locals_ = flow.code, flow.locals
    state, step = locals_.state(regimen.name), locals_.state_number(regimen.name, "step")
    held = locals_.named(f"held {regimen.name}", f"{locals_.context.identifier(regimen.name)}_held")
    last = len(regimen.steps)
    mentioned = code.digit(1)
    bits = (last + 1).bit_length()
    place, on_hold = code.digit(bits), code.digit(2)
    flow.digits[regimen.name] = (place, bits), (on_hold, 2)
    steps = ("not started", *(f"step {each.number}" for each in regimen.steps), "unknown")
    flow.means(place, bits, regimen, regimen.title, steps)
    held_words = "goes on", "stops", "stays at its step", "is held"
    flow.means(on_hold, 2, regimen, f"{regimen.title}, as far as rules let it", held_words)
    for value, kind in ((STOPS, "stop"), (HELD, "hold")):
        points = code.table.point(code.path.points, Digit("s", on_hold, 2), value)
        text = f"{kind} {regimen.title}"
        code.table.said.append(Said(points=points, node=regimen, kind=kind, text=text, notes=()))
    code.add(f"{held} = 0")
    with code.arms() as arms:
        with arms.arm(f"if {regimen.name!r} in values:"):
            code.add(f"{state} = values[{regimen.name!r}] or NOT_KNOWN")
            code.add(f"{step} = {state}[0]")
            code.plus(1 << mentioned)
            with code.block(f"if {step}:"):
                code.path.lies(step, (Fraction(1), True), (Fraction(last), True))
                code.add(f"{code.sum} += {step} * {1 << place}")
                _interrupted(flow, regimen, held)
                code.add(f"{code.sum} += {held} * {1 << on_hold}")
            with code.block(f"elif {step} is None:"):
                code.path.missing.add(step)
                flow.at_state((place, bits), last + 1)
                code.plus(last + 1 << place)
                for rule in _rules_in_doubt(flow, regimen):
                    flow.objection(rule, flow.truths.told(rule.condition))
        with arms.arm("else:"):
            code.add(f"{state} = NOT_STARTED")
            code.add(f"{step} = 0")
            code.path.lies(step, (Fraction(0), True), (Fraction(0), True))
    code.path.loaded |= {state, step, held}


def _rules_in_doubt(flow: Flow, regimen: ir.Regimen) -> list[ir.NeverRule | ir.Interruption]:
    """At an unknown step: what would stop the regimen if it runs."""
    own = [rule for rule in regimen.interruptions if rule.kind == "stop"]
    return [*own, *flow.rules_on([regimen.name], None)]


def _interrupted(flow: Flow, regimen: ir.Regimen, held: str) -> None:
    code, step = flow.code, flow.locals.state_number(regimen.name, "step")
    alike: dict[tuple[object, ...], list[int]] = {}
    for each in regimen.steps:
        rules = _rules_at(flow, regimen, each)
        key = meaning(each.body) if rules is None else tuple(rule.id for rule in rules)
        alike.setdefault((rules is None, key), []).append(each.number)
    with code.arms() as arms:
        for place, numbers in enumerate(alike.values()):
            test = f"{step} in {tuple(numbers)}" if len(numbers) > 1 else f"{step} == {numbers[0]}"
            last = place == len(alike) - 1
            with arms.arm(
                "if True:" if last and not place else "else:" if last else f"{'elif' if place else 'if'} {test}:"
            ):
                flow.at_state(flow.digits[regimen.name][0], *numbers)
                rules = _rules_at(flow, regimen, regimen.steps[numbers[0] - 1])
                if rules is None:
                    rules = list(regimen.interruptions)
                    _objected(flow, regimen, regimen.steps[numbers[0] - 1])
                stop, hold = f"{held} = {STOPS}", f"{held} = {held} if {held} == {STOPS} else {HELD}"
                for rule in rules:
                    match rule:
                        case ir.Interruption(kind=kind):
                            then = stop if kind == "stop" else hold, f"{held} = {held} or {STAYS}"
                        case ir.NeverRule(condition=condition):
                            then = hold if isinstance(condition, ir.Known) else stop, hold
                    flow.objection(rule, flow.truths.told(rule.condition), then)


def _rules_at(flow: Flow, regimen: ir.Regimen, step: ir.Step) -> list[ir.NeverRule | ir.Interruption] | None:
    """What may interrupt a step; None where what it gives depends on the patient."""
    if any(isinstance(each, ir.When | ir.Decide | ir.Follow) for each in step.body):
        return None
    gives = [each.what for each in step.body if isinstance(each, ir.Give)]
    return [*regimen.interruptions, *flow.rules_on(gives, regimen)]


def _objected(flow: Flow, regimen: ir.Regimen, step: ir.Step) -> None:
    """Where what a step gives depends on the patient: whoever any rule on any of it might keep back is not decided on,
    and for all others it does not matter what it gives."""
    inner = list(_reachable(flow, step.body, []))
    conditions = [each.condition for each in inner if isinstance(each, ir.When)]
    branches = [branch for each in inner if isinstance(each, ir.Decide) for branch in each.branches]
    conditions += [branch.condition for branch in branches if branch.condition is not None]
    if any(rests_on_support(flow.guideline, condition) for condition in conditions):
        flow.code.add(UNTOLD)  # a fault in one would count
        return
    gives = [each.what for each in inner if isinstance(each, ir.Give)]
    rules = flow.rules_on(gives, regimen)
    objecting = joined("or", [flow.truths.told(rule.condition).objects for rule in rules])
    if objecting != NO:
        with flow.code.block("if True:" if objecting == YES else f"if {objecting}:"):
            flow.code.add(UNTOLD)


def _reachable(flow: Flow, body: Iterable[ir.Node], following: list[str]) -> Iterator[ir.Node]:
    for statement in body:
        for node in descend(statement):
            yield node
            if isinstance(node, ir.Follow) and node.part not in following:
                following.append(node.part)
                yield from _reachable(flow, flow.guideline.parts[node.part].body, following)


# --- giving -----------------------------------------------------------------------------------------------------------


def give_regimen(flow: Flow, node: ir.Give, regimen: ir.Regimen) -> bool:
    """Gives the step that a regimen is at, or moves to."""
    code, locals_ = flow.code, flow.locals
    if regimen.name in flow.giving:
        code.add(UNTOLD)
        return True
    flow.giving.append(regimen.name)
    outer = flow.rung
    flow.rung = Rung(regimen=regimen, step=0, notes=ir.NO_NOTES, call=node.notes)
    step = locals_.state_number(regimen.name, "step")
    held = locals_.named(f"held {regimen.name}", "held")
    at_step, on_hold = flow.digits[regimen.name]
    with code.arms() as arms:
        with arms.arm(f"if {step} == 0:"):
            flow.at_state(at_step, 0)
            code.path.lies(step, (Fraction(0), True), (Fraction(0), True))
            arms.leave(_given(flow, regimen, regimen.steps[0]))
        with arms.arm(f"elif {step} is None or {held} & 1:"):
            code.add("break")
            arms.leave(True)
        for each in regimen.steps:
            last = each.number == len(regimen.steps)
            with arms.arm("else:" if last else f"elif {step} == {each.number}:"):
                here = (Fraction(each.number), True)
                flow.at_state(at_step, each.number)
                flow.at_state(on_hold, 0, STAYS)
                code.path.lies(step, here, here)
                arms.leave(_moved(flow, regimen, each, held))
    flow.giving.pop()
    flow.rung = outer
    return not arms.paths


def _given(flow: Flow, regimen: ir.Regimen, step: ir.Step, *, meanwhile: bool = False) -> bool:
    return _body(flow, regimen, step.number, step.notes, step.body, meanwhile=meanwhile)


def _body(
    flow: Flow,
    regimen: ir.Regimen,
    step: int,
    notes: ir.Notes,
    body: tuple[ir.AnyStatement, ...],
    *,
    meanwhile: bool = False,
) -> bool:
    assert flow.rung is not None
    outer = flow.rung
    flow.rung = replace(outer, step=step, notes=notes, meanwhile=meanwhile)
    ends = flow.block(body, regimen)
    flow.rung = outer
    return ends


def _moved(flow: Flow, regimen: ir.Regimen, here: ir.Step, held: str) -> bool:
    """One move from a step: back, on, beyond the last, or none."""
    code = flow.code
    backs: list[Rule] = [rule for rule in regimen.back if rule.number < here.number]
    last = here.number == len(regimen.steps)
    ahead: list[Rule] = list(regimen.beyond) if last else [regimen.steps[here.number]]
    if not backs and not ahead:
        return _given(flow, regimen, here)
    if regimen.interruptions:
        with code.arms() as arms:
            with arms.arm(f"if {held}:"):
                flow.at_state(flow.digits[regimen.name][1], STAYS)
                arms.leave(_given(flow, regimen, here))  # it stays, for a reason that is not known
            with arms.arm("else:"):
                flow.at_state(flow.digits[regimen.name][1], 0)
                arms.leave(_ways(flow, regimen, here, backs, ahead))
        return not arms.paths
    return _ways(flow, regimen, here, backs, ahead)


def _ways(flow: Flow, regimen: ir.Regimen, here: ir.Step, backs: Sequence[Rule], ahead: Sequence[Rule]) -> bool:
    code = flow.code
    if len(backs) + len(ahead) > 1:
        return _several(flow, regimen, here, backs, ahead)
    rule = [*backs, *ahead][0]
    told, met = _due(flow, regimen, rule)
    place = code.digit(2)
    flow.means(place, 2, rule, move_text(flow, regimen, rule), ("not due", "due", "unknown"))
    with code.arms() as arms:
        word = "if"
        if told.true != NO:
            with arms.arm(f"if {told.true}:"):
                word = "elif"
                code.plus(1 << place)
                code.at(place, 2, 1)
                _late(flow, regimen, rule)
                arms.leave(_arrived(flow, regimen, here, rule))
        if told.doubt != NO:
            with arms.arm("else:" if told.doubt == YES and word == "elif" else f"{word} {told.doubt}:"):
                word = "elif"
                if in_one_order(met):
                    code.plus(2 << place)
                    code.at(place, 2, 2)
                    flow.add_doubt(_asked(flow, regimen, rule, flow.bits(met)))
                    arms.leave(_given(flow, regimen, here))
                else:
                    code.add(UNTOLD)
                    arms.leave(True)
        if told.doubt != YES and told.true != YES:
            with arms.arm("else:" if word == "elif" else "if True:"):
                code.at(place, 2, 0)
                arms.leave(_given(flow, regimen, here))
    return not arms.paths


def _several(flow: Flow, regimen: ir.Regimen, here: ir.Step, backs: Sequence[Rule], ahead: Sequence[Rule]) -> bool:
    """Several moves: told where one at most is not known false, and it is true; or none is."""
    code = flow.code
    rules = [*backs, *ahead]
    told = [_due(flow, regimen, rule)[0] for rule in rules]
    bits = len(rules).bit_length()
    place = code.digit(bits)
    moves = ("no move is due", *(f"due: {move_text(flow, regimen, rule)}" for rule in rules))
    flow.means(place, bits, here, f"{regimen.title}, moves from step {here.number}", moves)
    with code.arms() as arms:
        word = "if"
        for index, (rule, each) in enumerate(zip(rules, told, strict=True)):
            others = [other.false for at, other in enumerate(told) if at != index]
            test = joined("and", [each.true, *others])
            if test == NO:
                continue
            with arms.arm(f"{word} {test}:"):
                word = "elif"
                code.plus(index + 1 << place)
                code.at(place, bits, index + 1)
                _late(flow, regimen, rule)
                arms.leave(_arrived(flow, regimen, here, rule))
        with arms.arm(f"{word} {joined('and', [each.false for each in told])}:"):
            code.at(place, bits, 0)
            arms.leave(_given(flow, regimen, here))
        with arms.arm("else:"):
            code.add(UNTOLD)
            arms.leave(True)
    return not arms.paths


def _arrived(flow: Flow, regimen: ir.Regimen, here: ir.Step, rule: Rule) -> bool:
    match rule:
        case ir.Beyond(body=body):
            own = delivers(flow.guideline, regimen.name)
            if any(isinstance(each, ir.When | ir.Decide | ir.Follow) for each in body):
                flow.code.add(UNTOLD)
                return True
            alone = any(isinstance(each, ir.Stop | ir.Hold) and each.what in own for each in body)
            if not alone and _given(flow, regimen, here, meanwhile=True):
                return True
            return _body(flow, regimen, here.number, rule.notes, body)
        case _:
            return _given(flow, regimen, regimen.steps[rule.number - 1])


def _late(flow: Flow, regimen: ir.Regimen, rule: Rule) -> None:
    """Whether a move comes later than the end of its range of time."""
    after = rule.after
    if after is not None and after.high > after.low:
        time = flow.locals.state_number(regimen.name, "time")
        place = flow.code.digit(1)
        flow.means(place, 1, rule, f"{regimen.title}: {move_text(flow, regimen, rule)}", ("in time", "overdue"))
        flow.code.path.total = None  # what comes behind is reached with and without the digit
        with flow.code.block(f"if {time} is not None and {time} > {_days(after.high)}:"):
            flow.code.plus(1 << place)


def move_text(flow: Flow, regimen: ir.Regimen, rule: Rule) -> str:
    """When a move is due, and where it leads, in words."""
    after = "" if rule.after is None else f" after {rule.after.text}"
    when = "" if rule.condition is None else f" when {condition_text(rule.condition, flow.guideline)}"
    match rule:
        case ir.Step(number=number):
            where = f"step {number}"
        case ir.BackTo(number=number):
            where = f"back to step {number}"
        case ir.Beyond():
            where = "beyond the last step"
    return f"{regimen.title} {where}{after}{when}"


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
        parts.append(f"(0 if {time} is not None else {day} if {state}.since is not None else {name})")
    return " | ".join(parts) or "0"
