"""What the words of a guideline come to, whoever is asked.

Enters: a guideline and its statements, or one patient's values. Leaves: what contradicts what, where a regimen moves.

    give magnesium_oxide, advise against magnesium   ->   contradicts
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers
from milligram.ir.same import same
from milligram.ir.walk import all_statements

from .people import Fact, State


class Other:
    """Of somebody whom a condition does not concern."""


OTHER = Other()
Question: TypeAlias = Callable[[Values], "bool | Other | None"]


def fresh(facts: frozenset[Fact]) -> frozenset[Fact]:
    """What still matters when the next pathway begins."""
    return frozenset(fact for fact in facts if fact[0] in ("advice", "held", "stays"))


def said(state: State) -> State:
    fact = ("said",)
    return state if fact in state.facts else State(state.known, state.facts | {fact}, state.history)


def by_unknown(state: State, node: ir.Branch | ir.When) -> State:
    """Notes the first path taken because something is unknown; what was said before does not answer for it."""
    if any(fact[0] == "unknown" for fact in state.facts):
        return state
    facts = {("said before",) if fact == ("said",) else fact for fact in state.facts}
    return State(state.known, frozenset(facts | {("unknown", str(node.span.start))}), state.history)


def reads_unknown(condition: ir.AnyCondition) -> bool:
    return isinstance(condition, ir.Known) and not condition.known


def same_values(left: ir.TableRow | ir.ValueCase, right: ir.TableRow | ir.ValueCase) -> bool:
    if isinstance(left, ir.TableRow) and isinstance(right, ir.TableRow):
        return same(left.values, right.values)
    assert isinstance(left, ir.ValueCase)
    assert isinstance(right, ir.ValueCase)
    return same(left.value, right.value)


def can_end(guideline: ir.Guideline, body: tuple[ir.AnyStatement, ...], seen: tuple[str, ...] = ()) -> bool:
    for node in body:
        match node:
            case ir.End():
                return True
            case ir.When(body=inner) if can_end(guideline, inner, seen):
                return True
            case ir.Decide(branches=branches) if any(can_end(guideline, each.body, seen) for each in branches):
                return True
            case ir.Follow(part=part) if part not in seen and part in guideline.parts:
                if can_end(guideline, guideline.parts[part].body, (*seen, part)):
                    return True
            case _:
                pass
    return False


def contradict(guideline: ir.Guideline, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """``give`` of something, and advice against, stop or hold of what that delivers."""
    given, against = (one, other) if one[0] == "give" else (other, one)
    if given[0] != "give" or against[0] == "give":
        return False
    return against[1] in delivers(guideline, given[1]) or (
        against[1] in guideline.regimens and given[1] in delivers(guideline, against[1])
    )


def opposed(guideline: ir.Guideline) -> set[tuple[str, str]]:
    """The advice that may contradict other advice of the guideline."""
    said: set[tuple[str, str]] = set()
    for node in all_statements(guideline):
        match node:
            case ir.Give(what=what) if what not in guideline.regimens:
                said.add(("give", what))
            case ir.Stop(what=what):
                said.add(("stop", what))
            case ir.Hold(what=what):
                said.add(("hold", what))
            case ir.AdviseAgainst(what=what):
                said.add(("against", what))
            case _:
                pass
    for regimen in guideline.regimens.values():
        said |= {(rule.kind, regimen.name) for rule in regimen.interruptions}
    return {one for one in said if any(contradict(guideline, one, other) for other in said)}


def interruptions(values: Values, regimen: ir.Regimen) -> str | None:
    """How a regimen's own rules stand at step 1 or later."""
    step = values.state(regimen.name).step
    if not step:
        return None
    answers = [(rule.kind, values.condition(rule.condition)) for rule in regimen.interruptions]
    for kind in ("stop", "hold"):
        if (kind, True) in answers:
            return kind
    return "stay" if any(answer is None for _, answer in answers) else None


def move(
    guideline: ir.Guideline, values: Values, regimen: ir.Regimen, stays: bool
) -> tuple[int, bool, tuple[int, ...]] | None:
    """The step that a ``give REGIMEN`` comes to, whether only what lies beyond it is said, and what lies beyond."""
    step = values.state(regimen.name).step
    if step is None:
        return None
    if step == 0:
        return 1, False, ()
    if stays:
        return step, False, ()
    backs = [(rule, due(values, regimen, rule)) for rule in regimen.back if rule.number < step]
    last = step == len(regimen.steps)
    ahead: list[ir.Step | ir.Beyond] = list(regimen.beyond) if last else [regimen.steps[step]]
    forward = [(rule, due(values, regimen, rule)) for rule in ahead]
    back = sorted({rule.number for rule, due in backs if due})
    taken = [rule for rule, due in forward if due]
    if len(back) > 1 or (back and taken):
        raise Faulty("several moves are due at once")
    if back:
        return back[0], False, ()
    if any(due is None for _, due in backs):
        return step, False, ()
    if taken and isinstance(taken[0], ir.Step):
        return taken[0].number, False, ()
    beyond = [rule for rule in taken if isinstance(rule, ir.Beyond)]
    own = delivers(guideline, regimen.name)
    alone = any(isinstance(s, ir.Stop | ir.Hold) and s.what in own for rule in beyond for s in rule.body)
    return step, alone, tuple(regimen.beyond.index(rule) for rule in beyond)


def due(values: Values, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> bool | None:
    timely: bool | None = True
    if rule.after is not None:
        time = values.state(regimen.name).time
        timely = None if time is None else time >= rule.after.low
    holds = True if rule.condition is None or timely is False else values.condition(rule.condition)
    if timely is False or holds is False:
        return False
    return True if timely and holds else None


def standing_conditions(guideline: ir.Guideline) -> Iterator[tuple[ir.Node, Question]]:
    """The conditions that no way through the pathway leads to, each with what it comes to."""
    for pitfall in guideline.pitfalls:
        for rule in pitfall.rules:
            yield rule, partial(_of_anybody, rule.condition)
    for monitor in guideline.monitors.values():
        for line in monitor.lines:
            if line.condition is not None:
                yield line, partial(_of_anybody, line.condition)
    for regimen in guideline.regimens.values():
        for interruption in regimen.interruptions:
            yield interruption, partial(_if_on, regimen, interruption.condition)
        last = len(regimen.steps)
        moves: list[tuple[ir.Step | ir.Beyond | ir.BackTo, range]] = [
            *((step, range(step.number - 1, step.number)) for step in regimen.steps[1:]),
            *((beyond, range(last, last + 1)) for beyond in regimen.beyond),
            *((back, range(back.number + 1, last + 1)) for back in regimen.back),
        ]
        for to, steps in moves:
            if to.condition is not None:
                yield to, partial(_if_due, regimen, to, steps)


def _of_anybody(condition: ir.AnyCondition, values: Values) -> bool | Other | None:
    return values.condition(condition)


def _if_on(regimen: ir.Regimen, condition: ir.AnyCondition, values: Values) -> bool | Other | None:
    return values.condition(condition) if values.state(regimen.name).step else OTHER


def _if_due(
    regimen: ir.Regimen, to: ir.Step | ir.Beyond | ir.BackTo, steps: range, values: Values
) -> bool | Other | None:
    """What a move's condition comes to for somebody who takes a step before it, long enough, without interruption."""
    state = values.state(regimen.name)
    if not state.step or state.step not in steps:
        return OTHER
    if to.after is not None and (state.time is None or state.time < to.after.low):
        return OTHER
    assert to.condition is not None
    return OTHER if interruptions(values, regimen) is not None else values.condition(to.condition)
