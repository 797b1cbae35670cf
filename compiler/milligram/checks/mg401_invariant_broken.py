"""MG401 invariant broken, MG402 not known before, MG403 order, MG202 unsafe unknown: a give that a rule forbids.

A give is judged before a run enforces the rules: who comes to it with a rule on it true, or unknown? MG402 is a rule
that reads ``X is unknown``, MG403 one that reads a regimen's step. A rule that several gives break is told once, at the
first; and where a rule is unknown only for those in whom another is true, that other one is the root.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as L

from milligram.checks.context import Context
from milligram.checks.witness import in_run, witness
from milligram.diagnostics import Code, Diagnostic, Edit
from milligram.diagnostics.registry import INVARIANT_BROKEN, NOT_DECIDED, NOT_KNOWN_BEFORE, ORDER, UNSAFE_UNKNOWN
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, statement_text
from milligram.ir.walk import all_statements, descend, inputs_read, statements, states_read
from milligram.prove.answers import Nobody, Undecided
from milligram.prove.formula import Formula
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Breach:
    """A rule that a give may break: for whom it is true, and for whom it is unknown with no other rule true."""

    give: ir.Give
    pitfall: ir.Pitfall
    rule: ir.NeverRule
    true: Formula
    unknown: Formula


def check(context: Context) -> Iterator[Diagnostic]:
    """Every ``never`` rule that somebody breaks who comes to a give, and every one that may be broken unseen."""
    found: dict[tuple[int, str], list[tuple[_Breach, Formula]]] = {}
    for breach in _breaches(context):
        code = _code(context, breach.rule)
        if code is NOT_KNOWN_BEFORE and _surely_known(context, breach):
            continue
        broken = context.prover.ask(breach.true)
        if isinstance(broken, Nobody):
            if not isinstance(context.prover.ask(breach.unknown), Nobody):
                found.setdefault((breach.rule.id, UNSAFE_UNKNOWN.code), []).append((breach, breach.unknown))
        else:
            found.setdefault((breach.rule.id, code.code), []).append((breach, breach.true))
    for (_, name), places in found.items():
        yield _finding(context, name, places)


def _breaches(context: Context) -> Iterator[_Breach]:
    prover = context.prover
    space, paths = prover.space, prover.paths
    inside = {inner.id for regimen in context.guideline.regimens.values() for inner in _of_steps(regimen)}
    for give in all_statements(context.guideline):
        arriving = paths.arriving.get(give.id, space.false)
        if not isinstance(give, ir.Give) or give.id in inside or arriving is space.false:
            continue
        met: dict[int, tuple[ir.Pitfall, ir.NeverRule, list[Formula]]] = {}
        for delivery in paths.deliveries(give):
            for pitfall, rule in paths.ladders.rules_on([delivery.give.what], delivery.ladder):
                met.setdefault(rule.id, (pitfall, rule, []))[2].append(delivery.when)
        truths = {key: prover.meaning.of(rule.condition) for key, (_, rule, _) in met.items()}
        no_other = space.all_of(space.negation(truth.true) for truth in truths.values())
        for key, (pitfall, rule, ways) in met.items():
            here = space.all_of([arriving, space.any_of(ways)])
            yield _Breach(
                give=give,
                pitfall=pitfall,
                rule=rule,
                true=space.all_of([here, truths[key].true]),
                unknown=space.all_of([here, no_other, space.negation(truths[key].false)]),
            )


def _of_steps(regimen: ir.Regimen) -> Iterator[ir.AnyStatement]:
    for step in regimen.steps:
        yield from statements(step.body)
    for beyond in regimen.beyond:
        yield from statements(beyond.body)


def _code(context: Context, rule: ir.NeverRule) -> Code:
    if any(isinstance(node, ir.Known) and not node.known for node in descend(rule.condition)):
        return NOT_KNOWN_BEFORE
    return ORDER if states_read(rule.condition, context.guideline) else INVARIANT_BROKEN


def _surely_known(context: Context, breach: _Breach) -> bool:
    """Whether what the rule asks for is known on every way to the give: a forward analysis over the decision graph
    that follows one input at a time, and so settles at once what most guidelines have in order."""
    place = next((each.key for each in context.graph.places if each.statement is breach.give), None)
    state = None if place is None else context.reach.arriving.get(place)
    return state is not None and context.reach.assume(state, breach.rule.condition, True) is None


# --- telling ----------------------------------------------------------------------------------------------------------


def _finding(context: Context, name: str, places: list[tuple[_Breach, Formula]]) -> Diagnostic:
    breach, formula = places[0]
    status: L["true", "unknown"] = "unknown" if name == UNSAFE_UNKNOWN.code else "true"
    line = context.guideline.line(breach.rule)
    shows = in_run(context, lambda result: any(b.line == line and b.status == status for b in result.blocked))
    patient = witness(context, formula, shows)
    condition = condition_text(breach.rule.condition, context.guideline)
    given = statement_text(breach.give, context.guideline)
    if not isinstance(patient, dict):
        return _not_decided(context, breach, given, condition, patient)
    code = next(c for c in (INVARIANT_BROKEN, NOT_KNOWN_BEFORE, ORDER, UNSAFE_UNKNOWN) if c.code == name)
    said = {
        UNSAFE_UNKNOWN.code: f"`{given}` is reached while it is unknown whether `{condition}`",
        NOT_KNOWN_BEFORE.code: f"`{given}` is reached with `{condition}`",
        ORDER.code: f"`{given}` comes too early or too late: it is reached with `{condition}`",
    }.get(name, f"`{given}` is reached with `{condition}`")
    labels: list[tuple[Span, str]] = [(breach.rule.span, "this rule forbids it")]
    labels += [(context.head(other.give.span), "reached in the same way") for other, _ in places[1:]]
    return context.finding(
        code,
        context.head(breach.give.span),
        f"{said}, against “{breach.pitfall.text}”",
        labels=labels,
        help=_repair(context, breach, condition, status),
        witness=patient,
        edits=_edits(context, breach, condition, status),
    )


def _repair(context: Context, breach: _Breach, condition: str, status: L["true", "unknown"]) -> str:
    missing = _missing(context, breach, status)
    if missing:
        return f"before it, `order {missing[0]}` and `end` while that is unknown"
    return f"before it, add `when {condition}:` with what to do instead, and `end`"


def _missing(context: Context, breach: _Breach, status: L["true", "unknown"]) -> list[str]:
    """The inputs whose being unknown breaks the rule."""
    asked = [node.of for node in descend(breach.rule.condition) if isinstance(node, ir.Known) and not node.known]
    if status == "unknown":
        asked = list(inputs_read(breach.rule.condition, context.guideline))
    return [name for name in asked if name in context.guideline.inputs]


def _edits(context: Context, breach: _Breach, condition: str, status: L["true", "unknown"]) -> tuple[Edit, ...]:
    """A guard in front of the give that ends the pathway for those whom the rule is about."""
    start = breach.give.span.start
    line_start = context.source.text.rfind("\n", 0, start) + 1
    indent = context.source.text[line_start:start]
    if indent.strip():
        return ()
    missing = _missing(context, breach, status)
    if missing:
        lines = [f"when {name} is unknown:\n{indent}  order {name}\n{indent}  end" for name in missing]
    else:
        lines = [f"when {condition}:\n{indent}  end because {_quoted(breach.pitfall.text)}"]
    text = "".join(f"{line}\n{indent}" for line in lines)
    return (Edit(span=Span(start, start), replacement=text, title="end the pathway for these patients first"),)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _not_decided(context: Context, breach: _Breach, given: str, condition: str, why: Undecided | None) -> Diagnostic:
    reason = f": {why.reason}" if why is not None else ""
    return context.finding(
        NOT_DECIDED,
        context.head(breach.give.span),
        f"whether `{given}` can be reached with `{condition}` is not decided{reason}",
        labels=[(breach.rule.span, "this rule would forbid it")],
        help='guard the give by it, or say `allow MG000 because "…"`',
    )
