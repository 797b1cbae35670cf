"""MG401 invariant broken, MG402 not known before, MG403 order, MG202 unsafe unknown: a give that a rule forbids.

A give is judged before a run enforces the rules: who comes to it with a rule on it true, or unknown? MG402 is a rule
that reads ``X is unknown``, MG403 one that reads a regimen's step. A rule that several gives break is told once, at the
first; and where a rule is unknown only for those in whom another is true, that other one is the root.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal as L

from milligram.checks.context import Context
from milligram.checks.witness import in_run, witness
from milligram.diagnostics import Code, Diagnostic, Edit
from milligram.diagnostics.registry import INVARIANT_BROKEN, NOT_DECIDED, NOT_KNOWN_BEFORE, ORDER, UNSAFE_UNKNOWN
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, join, statement_text
from milligram.ir.walk import all_statements, descend, inputs_read, statements, states_read
from milligram.prove.answers import Nobody, Undecided
from milligram.prove.formula import Formula
from milligram.prove.paths import Delivery
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Breach:
    """A rule that a give may break: for whom it is true, and for whom it is unknown with no other rule true.

    ``steps`` are the gives of a regimen's steps that the rule is on, where others have no part in it.
    """

    give: ir.Give
    pitfall: ir.Pitfall
    rule: ir.NeverRule
    true: Formula
    unknown: Formula
    steps: tuple[ir.Give, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    """One rule broken in one way: at which gives, for whom at the first, and what of it is not known."""

    code: Code
    breaches: tuple[_Breach, ...]
    patients: Formula
    missing: tuple[str, ...]


def check(context: Context) -> Iterator[Diagnostic]:
    """Every ``never`` rule that somebody breaks who comes to a give, and every one that may be broken unseen."""
    found: dict[tuple[int, str], _Fault] = {}
    for breach in _breaches(context):
        fault = _fault(context, breach)
        if fault is not None:
            key = breach.rule.id, fault.code.code
            before = found.get(key)
            found[key] = fault if before is None else replace(before, breaches=(*before.breaches, breach))
    for fault in found.values():
        yield _finding(context, fault)


def _breaches(context: Context) -> Iterator[_Breach]:
    prover = context.prover
    space, paths = prover.space, prover.paths
    inside = {inner.id for regimen in context.guideline.regimens.values() for inner in _of_steps(regimen)}
    for give in all_statements(context.guideline):
        arriving = paths.arriving.get(give.id, space.false)
        if not isinstance(give, ir.Give) or give.id in inside or arriving is space.false:
            continue
        if context.left_out.may_turn_away_before(give.span):
            continue
        deliveries = paths.deliveries(give)
        regimen = context.guideline.regimens.get(give.what)
        most = 0 if regimen is None else max(len(deliveries), len(regimen.steps))
        met: dict[int, tuple[ir.Pitfall, ir.NeverRule, list[Delivery]]] = {}
        for delivery in deliveries:
            for pitfall, rule in paths.ladders.rules_on([delivery.give.what], delivery.ladder):
                met.setdefault(rule.id, (pitfall, rule, []))[2].append(delivery)
        truths = {key: prover.meaning.of(rule.condition) for key, (_, rule, _) in met.items()}
        no_other = space.all_of(space.negation(truth.true) for truth in truths.values())
        for key, (pitfall, rule, ways) in met.items():
            here = space.all_of([arriving, space.any_of(way.when for way in ways)])
            yield _Breach(
                give=give,
                pitfall=pitfall,
                rule=rule,
                true=space.all_of([here, truths[key].true]),
                unknown=space.all_of([here, no_other, space.negation(truths[key].false)]),
                steps=tuple(way.give for way in ways) if len(ways) < most else (),
            )


def _of_steps(regimen: ir.Regimen) -> Iterator[ir.AnyStatement]:
    for step in regimen.steps:
        yield from statements(step.body)
    for beyond in regimen.beyond:
        yield from statements(beyond.body)


def _fault(context: Context, breach: _Breach) -> _Fault | None:
    """How a rule is broken at a give. Where it asks for a value, that is MG402 unless somebody breaks it knowing it."""
    prover, guideline = context.prover, context.guideline
    asked = [node for node in descend(breach.rule.condition) if isinstance(node, ir.Known) and not node.known]
    reads, states = inputs_read(breach.rule.condition, guideline), states_read(breach.rule.condition, guideline)
    if not (asked and _surely_known(context, breach)):
        known = prover.space.all_of([breach.true, *(prover.meaning.known(each.of, each.state) for each in asked)])
        if not isinstance(prover.ask(known), Nobody):
            return _Fault(code=ORDER if states else INVARIANT_BROKEN, breaches=(breach,), patients=known, missing=())
        if not isinstance(prover.ask(breach.true), Nobody):
            missing = tuple(dict.fromkeys(each.of for each in asked if each.of in guideline.inputs))
            return _Fault(code=NOT_KNOWN_BEFORE, breaches=(breach,), patients=breach.true, missing=missing)
    if isinstance(prover.ask(breach.unknown), Nobody):
        return None
    missing = tuple(reads) if len(reads) == 1 and not states else ()
    return _Fault(code=UNSAFE_UNKNOWN, breaches=(breach,), patients=breach.unknown, missing=missing)


def _surely_known(context: Context, breach: _Breach) -> bool:
    """Whether what the rule asks for is known on every way to the give: a forward analysis over the decision graph
    that follows one input at a time, and so settles at once what most guidelines have in order."""
    place = next((each.key for each in context.graph.places if each.statement is breach.give), None)
    state = None if place is None else context.reach.arriving.get(place)
    return state is not None and context.reach.assume(state, breach.rule.condition, True) is None


_LONG = 200
"""A condition longer than this is told in short, and typed in full only by the edit."""


# --- telling ----------------------------------------------------------------------------------------------------------


def _finding(context: Context, fault: _Fault) -> Diagnostic:
    breach = fault.breaches[0]
    status: L["true", "unknown"] = "unknown" if fault.code is UNSAFE_UNKNOWN else "true"
    line = context.guideline.line(breach.rule)
    shows = in_run(context, lambda result: any(b.line == line and b.status == status for b in result.blocked))
    patient = witness(context, fault.patients, shows)
    written = context.words(breach.rule.condition.span)
    condition = written if len(written) <= _LONG else condition_text(breach.rule.condition, context.guideline)
    given = statement_text(breach.give, context.guideline)
    if not isinstance(patient, dict):
        return _not_decided(context, breach, given, condition, patient)
    how = {
        UNSAFE_UNKNOWN: "reaches patients of whom it is unknown whether",
        ORDER: "comes out of order: it reaches patients with",
    }
    labels: list[tuple[Span, str]] = [
        (context.head(breach.rule.span), f"this rule forbids it{_as_a_member(context, breach)}")
    ]
    labels += [(context.head(step.span), "this is what it may give") for step in breach.steps]
    labels += [(context.head(other.give.span), "so does this") for other in fault.breaches[1:]]
    return context.finding(
        fault.code,
        context.head(breach.give.span),
        f"`{given}` {how.get(fault.code, 'reaches patients with')} `{condition}`, against “{breach.pitfall.text}”",
        labels=labels,
        help=_repair(fault, condition),
        witness=patient,
        edits=_edits(context, fault, written),
    )


def _as_a_member(context: Context, breach: _Breach) -> str:
    """Why a rule on one drug concerns a class that is given, or a rule on a class one drug."""
    drugs = context.guideline.drugs
    given, ruled = drugs.get(breach.give.what), drugs.get(breach.rule.target)
    if given is None or ruled is None or given.is_class is ruled.is_class:
        return ""
    group, member = (given, ruled) if given.is_class else (ruled, given)
    below = {group.name}
    while more := {name for drug in below if drug in drugs for name in drugs[drug].members} - below:
        below |= more
    return f": {member.title} counts as {group.title}" if member.name in below else ""


def _repair(fault: _Fault, condition: str) -> str:
    here = "before it" if len(fault.breaches) == 1 else "before each"
    if _is_wrapped(fault):
        asks = ", which asks while that is unknown" if fault.code is UNSAFE_UNKNOWN else ""
        return f"put {'it' if len(fault.breaches) == 1 else 'each'} under `when not ({condition}):`{asks}"
    if fault.missing:
        asked = join((f"`order {name}`" for name in fault.missing), "and")
        return f"{here}, add `when {_guarded(fault, condition)}:` with {asked} and `end`"
    return f"{here}, add `when {condition}:` with what to do instead, and `end`"


def _is_wrapped(fault: _Fault) -> bool:
    """Whether the repair goes around the give: what comes after a drug given out of order must not end with it, and
    nobody would come into a `when` whose condition is only ever unknown."""
    return fault.code is ORDER or (fault.code is UNSAFE_UNKNOWN and not fault.missing)


def _guarded(fault: _Fault, condition: str) -> str:
    return f"{fault.missing[0]} is unknown" if fault.code is UNSAFE_UNKNOWN else condition


def _edits(context: Context, fault: _Fault, condition: str) -> tuple[Edit, ...]:
    """At each give, what keeps from it those whom the rule is about; none where a give has no line of its own."""
    text = context.source.text
    edits: list[Edit] = []
    guarded: list[int] = []
    for breach in sorted(fault.breaches, key=lambda each: each.give.span.start):
        span = breach.give.span
        indent = text[text.rfind("\n", 0, span.start) + 1 : span.start]
        if indent.strip():
            return ()
        if _is_wrapped(fault):
            inner = text[span.start : span.end].replace("\n", "\n  ")
            guard = f"when not ({condition}):\n{indent}  {inner}"
            edits.append(Edit(span=span, replacement=guard, title="give it only to the other patients"))
        elif not any(_is_behind(text, first, span.start) for first in guarded):
            guarded.append(span.start)
            guard = _guard(fault, condition, indent)
            title = "end the pathway for these patients first"
            edits.append(Edit(span=Span(span.start, span.start), replacement=guard, title=title))
    return tuple(edits)


def _guard(fault: _Fault, condition: str, indent: str) -> str:
    """The lines in front of a give; an order cites what the pitfall cites."""
    pitfall = fault.breaches[0].pitfall
    cites = f" [{', '.join(pitfall.notes.sources)}]" if pitfall.notes.sources else ""
    lines = [f"when {_guarded(fault, condition)}:", *(f"  order {name}{cites}" for name in fault.missing)]
    lines.append("  end" if fault.missing else f"  end because {_quoted(pitfall.text)}")
    return "".join(f"{line}\n{indent}" for line in lines)


def _is_behind(text: str, first: int, place: int) -> bool:
    """Whether whoever comes to a place has come past the one before it: no line between leaves its block."""
    start = text.rfind("\n", 0, first) + 1
    lines = text[start : place + 1].splitlines()  # with the place's own line, which may stand further out
    return all(len(line) - len(line.lstrip()) >= first - start for line in lines if line.strip())


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _not_decided(context: Context, breach: _Breach, given: str, condition: str, why: Undecided | None) -> Diagnostic:
    reason = f": {why.reason}" if why is not None else ""
    return context.finding(
        NOT_DECIDED,
        context.head(breach.give.span),
        f"whether `{given}` reaches patients with `{condition}` is not decided{reason}",
        labels=[(context.head(breach.rule.span), "this rule would forbid it")],
        help='guard the give by it, or say `allow MG000 because "…"`',
    )
