"""MG203 useless question: an input that never changes an answer, whatever its value is.

Enters: who comes to each statement, and whom rules and regimens keep back. Leaves: a finding for each input such that
no answer differs between two patients who differ in it alone. What a dose or a report is worked out from counts as
used, and so does what says whom the guideline is for; what a monitor measures is MG506. Whether the input is known
makes a difference only where a condition asks just that.

    when pain: advise "rest"        pain or not, both are advised to rest: pain is a useless question
    when not pain: advise "rest"
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import pairwise

from milligram.checks import mg903_mixed_connectives
from milligram.checks.context import Context
from milligram.checks.mg107_mergeable_rows import decides_nothing, nobody_takes
from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import USELESS_QUESTION
from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.same import meaning
from milligram.ir.walk import all_statements, descend, homes, inputs_read, names_read, statements
from milligram.prove.answers import Nobody
from milligram.prove.flips import turns_on
from milligram.prove.formula import AllOf, AnyOf, Formula, Space, Test, Variable
from milligram.prove.terms import values_of
from milligram.source import Span

_LONG = 200
"""A table of more rows than this is looked at where one row is true."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Every input that changes nothing once it is known."""
    guideline, prover = context.guideline, context.prover
    if any(one.level is Severity.ERROR for one in context.earlier):
        return  # what is at fault is left out of the meaning, and with it what it reads
    if isinstance(prover.ask_all(prover.domain), Nobody):
        return
    used = _used(context)
    places = _places_read(context)
    unread = [name for name in guideline.inputs if name not in used and name not in places]
    yield from (_finding(context, name, []) for name in unread)
    doubtful = [name for name in guideline.inputs if name not in used and name in places]
    if doubtful:
        answers = list(dict.fromkeys(_answers(context)))
        asked = _asked_whether_known(context)
        useless = [name for name in doubtful if not _differs(context, name, answers, asked=name in asked)]
        told = _told_elsewhere(context) if useless else set()
        yield from (_finding(context, name, places[name]) for name in useless if name not in told)


# --- what counts without a look ---------------------------------------------------------------------------------------


def _used(context: Context) -> set[str]:
    """Inputs that something other than a condition turns on, or that MG506 looks after."""
    guideline = context.guideline
    found = {name for monitor in guideline.monitors.values() for name in monitor.inputs} | guideline.left_out
    nodes: list[ir.Node] = [*guideline.impossible]
    if guideline.applies is not None:
        nodes.append(guideline.applies)
    for statement in all_statements(guideline):
        match statement:
            case ir.Give(dose=ir.Dose() as dose):
                nodes.append(dose)
                found |= {dose.by} if dose.by is not None else set()
            case ir.Hold(until=condition) if condition is not None:
                nodes.append(condition)
            case ir.Report(names=names):
                found.update(names)
                nodes += (formula for name in names for formula in _formulas(guideline, name))
            case _:
                pass
    return found.union(*(inputs_read(node, guideline) for node in nodes))


def _formulas(guideline: ir.Guideline, name: str) -> list[ir.Node]:
    """What a reported value is worked out from, the conditions of its rows apart."""
    home = guideline.named_by_name.get(name)
    match home:
        case ir.Table() | ir.DefinedCases():
            return list(values_of(home, name))
        case ir.Score() | ir.DefinedNumber():
            return [home]
        case _:
            return []


def _places_read(context: Context) -> dict[str, list[Span]]:
    """Where each input is read, or ordered."""
    found: dict[str, list[Span]] = {}
    for home in homes(context.guideline):
        for node in descend(home):
            match node:
                case ir.Order(what=str(name)) | ir.Known(of=name, state=None):
                    names = [name]
                case ir.InputNumber() | ir.PointsOf() | ir.InputWord() | ir.Flag() | ir.SetHas() | ir.YearsSince():
                    names = list(names_read(node))
                case _:
                    continue
            for name in names:
                if name in context.guideline.inputs:
                    found.setdefault(name, []).append(context.head(node.span))
    return found


def _told_elsewhere(context: Context) -> set[str]:
    """Inputs read where something else is at fault: by a name that nothing uses, where nobody comes, by a caution, by
    a choice that decides nothing or with a row that nobody takes, beside a literal that is off, or where `and` and
    `or` are mixed and may be meant otherwise."""
    guideline = context.guideline
    apart: list[ir.Node] = [caution.when for caution in guideline.cautions]
    for statement in all_statements(guideline):
        match statement:
            case ir.When(condition=condition):
                conditions = [condition]
            case ir.Decide(branches=branches):
                conditions = [branch.condition for branch in branches if branch.condition is not None]
            case _:
                continue
        if any(_is_dead(context, inner) for inner in statements((statement,))):
            apart += conditions
    for choice in context.choices:
        if any(nobody_takes(context, choice, arm) for arm in choice.arms):
            apart += (arm.condition for arm in choice.arms)
    for place in homes(guideline):
        apart += (node for node in descend(place) if isinstance(node, ir.Band) and _is_off(context, node))
    reached: set[str] = set()
    waiting = [name for home in homes(guideline) if home not in guideline.named for name in names_read(home)]
    waiting += [name for each in all_statements(guideline) if isinstance(each, ir.Report) for name in each.names]
    while waiting:
        name = waiting.pop()
        home = guideline.named_by_name.get(name)
        if home is not None and name not in reached:
            reached.add(name)
            waiting.extend(names_read(home))
    mixed = [found.span for found in mg903_mixed_connectives.check(context)]
    nodes = (node for place in homes(guideline) for node in descend(place)) if mixed else ()
    apart += (node for node in nodes if any(at.start <= node.span.start and node.span.end <= at.end for at in mixed))
    apart += (home for name, home in guideline.named_by_name.items() if name not in reached)
    return decides_nothing(context).union(*(inputs_read(node, guideline) for node in apart))


def _is_off(context: Context, band: ir.Band) -> bool:
    return context.found_within(band.span, "MG110", "MG305")


def _is_dead(context: Context, statement: ir.AnyStatement) -> bool:
    prover = context.prover
    return isinstance(prover.ask(prover.paths.arriving.get(statement.id, prover.space.false)), Nobody)


# --- what answers turn on ---------------------------------------------------------------------------------------------


def _answers(context: Context) -> Iterator[Formula]:
    """Who gets what: each piece of advice, however many lines of a pathway say it; each report, stop, move and question
    of dose."""
    guideline, prover = context.guideline, context.prover
    space, paths, meaning_of = prover.space, prover.paths, prover.meaning
    together = _together(guideline)
    said: dict[Hashable, list[Formula]] = {}
    for statement in all_statements(guideline):
        arriving = paths.arriving.get(statement.id, space.false)
        match statement:
            case ir.When() | ir.Decide() | ir.Follow() | ir.Continue() | ir.End(notes=ir.Notes(because=None)):
                continue
            case ir.Report(names=names):
                yield from (space.all_of([arriving, each]) for name in names for each in _rows(context, name))
            case ir.Start(monitor=name) if name in guideline.monitors:
                conditions = [line.condition for line in guideline.monitors[name].lines if line.condition is not None]
                yield from (space.all_of([arriving, meaning_of.true(condition)]) for condition in conditions)
            case ir.Give():
                rules = [rule for _, rule in paths.rules_on(statement, None)]
                yield from (space.all_of([arriving, meaning_of.true(rule.condition)]) for rule in rules)
                arriving = space.all_of([arriving, *(meaning_of.false(rule.condition) for rule in rules)])
            case _:
                pass
        notes = statement.notes
        what = together[statement.id], meaning(statement), notes.grade, notes.because, notes.sources
        said.setdefault(what, []).append(arriving)
    yield from map(space.any_of, said.values())
    for regimen in guideline.regimens.values():
        for step in regimen.steps:
            yield paths.entering(step)
            at = paths.ladders.at_step(regimen, step.number)
            yield from (space.all_of([at, each]) for each in paths.ladders.uninterrupted(regimen, step))
        yield from (paths.entering(beyond) for beyond in regimen.beyond)


def _together(guideline: ir.Guideline) -> dict[int, str]:
    """For each statement the pathways it runs in, with the parts, regimens and cautions that they lead to, by the name
    of one of these. Pathways run independently: what one of them asks is judged by what it says itself."""
    homes = [(f"pathway {pathway.name}", pathway.body) for pathway in guideline.pathways]
    homes += [(f"part {name}", part.body) for name, part in guideline.parts.items()]
    for name, regimen in guideline.regimens.items():
        homes += [(f"regimen {name}", step.body) for step in regimen.steps]
        homes += [(f"regimen {name}", beyond.body) for beyond in regimen.beyond]
    homes += [(f"caution {caution.when.id}", (caution.when,)) for caution in guideline.cautions]
    leads: dict[str, str] = {}

    def last(home: str) -> str:
        while home in leads:
            home = leads[home]
        return home

    def join(one: str, other: str) -> None:
        if last(one) != last(other):
            leads[last(other)] = last(one)

    for home, body in homes:
        for statement in statements(body):
            match statement:
                case ir.Follow(part=name):
                    join(home, f"part {name}")
                case ir.Give(what=name):
                    if name in guideline.regimens:
                        join(home, f"regimen {name}")
                    for caution in guideline.cautions:
                        if home == f"regimen {caution.target}" or rule_matches(guideline, caution.target, name):
                            join(home, f"caution {caution.when.id}")
                case _:
                    pass
    return {statement.id: last(home) for home, body in homes for statement in statements(body)}


def _rows(context: Context, name: str) -> Iterator[Formula]:
    """For whom a reported name has which of its values."""
    space, meaning_of = context.prover.space, context.prover.meaning
    home = context.guideline.named_by_name.get(name)
    match home:
        case ir.DefinedCondition(condition=condition):
            yield meaning_of.true(condition)
            yield meaning_of.false(condition)
        case ir.Table() | ir.DefinedCases():
            alike: dict[Hashable, list[Formula]] = {}
            # with all values known the true row counts alone; what counts besides is too long to follow in a long table
            long = len(values_of(home, name)) > _LONG
            rows = meaning_of.cases(home).true if long else meaning_of.considered(home)
            for value, counts in zip(values_of(home, name), rows, strict=True):
                alike.setdefault(meaning(value), []).append(counts)
            yield from map(space.any_of, alike.values())
        case _:
            pass


def _asked_whether_known(context: Context) -> set[str]:
    """The inputs of which a condition asks whether they are known."""
    nodes = (node for home in homes(context.guideline) for node in descend(home))
    return {node.of for node in nodes if isinstance(node, ir.Known) and node.state is None}


def _differs(context: Context, name: str, answers: list[Formula], *, asked: bool) -> bool:
    """Whether some answer turns on a known value of an input, or may do so; ``asked``: on whether it is known."""
    prover = context.prover
    for variable in list(prover.space.variables):
        if not _reads(context, variable, name):
            continue
        concerned = [answer for answer in answers if answer.reads >> variable.index & 1]
        if not concerned:
            continue
        if variable.computed or variable.opaque is not None or not _is_plain(variable):
            return True  # worked out from it: what it comes to is not followed here
        cells = range(0 if asked else 1, len(variable.cells))
        if any(turns_on(prover, answer, variable, cells) for answer in concerned):
            return True
        for answer in concerned:
            ways = (_with_cell(prover.space, answer, variable.index, n, {}) for n in cells)
            if any(_apart(context, one, other) for one, other in pairwise(ways)):
                return True
    return False


def _reads(context: Context, variable: Variable, name: str) -> bool:
    match variable.subject:
        case ir.InputNumber() | ir.InputWord() | ir.Flag() | ir.SetHas() as plain:
            return plain.name == name
        case other:
            return name in inputs_read(other, context.guideline)


def _is_plain(variable: Variable) -> bool:
    return isinstance(variable.subject, ir.InputNumber | ir.InputWord | ir.Flag | ir.SetHas)


def _apart(context: Context, one: Formula, other: Formula) -> bool:
    """Whether two formulas differ for somebody."""
    if one is other:
        return False
    space = context.prover.space
    ways = [space.all_of([one, space.negation(other)]), space.all_of([other, space.negation(one)])]
    return not isinstance(context.prover.ask(space.any_of(ways)), Nobody)


def _with_cell(space: Space, formula: Formula, variable: int, cell: int, kept: dict[int, Formula]) -> Formula:
    """The formula where a variable has one cell (a cofactor)."""
    if not formula.reads >> variable & 1:
        return formula
    found = kept.get(formula.number)
    if found is None:
        match formula:
            case Test(mask=mask):
                found = space.true if mask >> cell & 1 else space.false
            case AllOf(parts=parts):
                found = space.all_of(_with_cell(space, part, variable, cell, kept) for part in parts)
            case AnyOf(parts=parts):
                found = space.any_of(_with_cell(space, part, variable, cell, kept) for part in parts)
            case _:
                raise AssertionError(formula)
        kept[formula.number] = found
    return found


def _finding(context: Context, name: str, places: list[Span]) -> Diagnostic:
    declared = context.guideline.inputs[name]
    why = "no advice, dose or report depends on it" if places else "nothing reads it"
    return context.finding(
        USELESS_QUESTION,
        context.head(declared.span),
        f"the answer to `{name}` changes nothing: {why}",
        labels=[(place, "read here") for place in dict.fromkeys(places[:3])],
        help="take the input out, or write what follows from it",
    )
