"""The headline: what the guideline warns against; failing that, what it recommends.

Enters: the IR. Leaves: `Headline` values, the statements whose reason stands there, and the findings that do.

    advise against magnesium (conditional, low) because "no benefit …" [r1]
        ->  Not advised: magnesium
            When neck spasm: no benefit … (conditional, low). [1]
            Cramps per week: MD −0.18 (95% CI −0.84 to 0.49).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, descend

from milligram_targets.card.decisions import Pathways
from milligram_targets.card.evidence import finding_text
from milligram_targets.card.model import Action, Headline, Said
from milligram_targets.card.ways import Way, ways
from milligram_targets.card.wording import Wording, capital, sentence, stopped, uncapital

_MOST = 2
_MOST_WAYS = 3
_SHORT_CONDITION = 48
"""Characters of a condition that stands in the headline itself."""
_LONG_CONDITION = 200
"""Characters of a condition from which it is left to the table that holds it."""
_HEADLINED = (ir.Give, ir.Advise, ir.AdviseAgainst, ir.Refer, ir.Order, ir.Stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The headlines; the statements (by identity) whose reason they give; the findings (by place) that they show."""

    headlines: tuple[Headline, ...]
    reasons: frozenset[int] = frozenset()
    findings: frozenset[int] = frozenset()


def headlines(wording: Wording) -> Told:
    """What the pathways advise against, where it is graded or holds whatever is decided; else what they most strongly
    ask of everyone; else whom they give a drug, whom they most strongly send where, or what each group of a score gets.
    Limits (`decide by`) tell theirs in their own tables.
    """
    met = [way for way in ways(wording) if way.told and not way.limited and isinstance(way.statement, _HEADLINED)]
    against = [
        way
        for way in met
        if isinstance(way.statement, ir.AdviseAgainst) and (way.statement.notes.strength or not way.decided)
    ]
    asked = [way for way in met if way.statement.notes.strength and not way.path]
    asked.sort(key=lambda way: way.statement.notes.strength != "strong")
    first = {wording.core(way.statement): way for way in reversed(against)}
    picked = [way for way in against if way in first.values()][:_MOST] or asked[:1]
    if not picked:
        return Told(headlines=_recommended(wording, met))
    shown: set[int] = set()
    lines = tuple(_headline(wording, way, shown) for way in picked)
    reasons = {_reason(way.statement) for way in picked if way.statement.notes.because}
    told = frozenset(one.id for one in all_statements(wording.guideline) if _reason(one) in reasons)
    return Told(headlines=lines, reasons=told, findings=frozenset(shown))


def _reason(statement: ir.AnyStatement) -> tuple[str | None, tuple[str, ...]]:
    return statement.notes.because, statement.notes.sources


def _when(wording: Wording, path: Iterable[str]) -> str:
    """The conditions of a path; one alone needs no quotes."""
    conditions = list(path)
    if len(conditions) == 1 and conditions[0].count("“") == 1 and conditions[0][0] == "“" and conditions[0][-1] == "”":
        return conditions[0][1:-1]
    joints = (f" {wording.say('and')} ", f" {wording.say('or')} ")
    if any(joint in condition for condition in conditions for joint in joints):
        return wording.all_of(conditions)
    return wording.say.join(conditions, "and")


def _headline(wording: Wording, way: Way, shown: set[int]) -> Headline:
    statement, notes, say = way.statement, way.statement.notes, wording.say
    when = _when(wording, reversed(way.path))
    reasons = []
    title = capital(wording.core(statement))
    action = Action.GIVE if isinstance(statement, ir.Give) else Action.ADVISE
    if isinstance(statement, ir.AdviseAgainst):
        action = Action.STOP
        title = say("not_advised", wording.inline(statement.what))
        if when and len(when) <= _SHORT_CONDITION:
            title, when = say("no_drug", capital(when), wording.inline(statement.what)), ""
    told = (
        f"{when}: {notes.because}" if when and notes.because else notes.because or (say("when", when) if when else "")
    )
    if told:
        reasons.append(Said(text=sentence(wording.graded(told, notes)), refs=wording.refs(notes)))
    found = []
    for name in notes.sources:
        source = wording.guideline.sources.get(name)
        for finding in source.findings if source else ():
            if finding.estimate is not None and finding.span.start not in shown:
                shown.add(finding.span.start)
                found.append(finding_text(wording, finding))
    if found:
        reasons.append(Said(text=" ".join(found)))
    if told:
        return Headline(action=action, title=title, reasons=tuple(reasons))
    return Headline(action=action, title=wording.graded(title, notes), refs=wording.refs(notes), reasons=tuple(reasons))


# --- where nothing is advised against ---------------------------------------------------------------------------------


def _recommended(wording: Wording, met: list[Way]) -> tuple[Headline, ...]:
    gives = [way for way in met if isinstance(way.statement, ir.Give) and way.path]
    graded = sorted(
        (way for way in met if way.statement.notes.strength), key=lambda way: way.statement.notes.strength != "strong"
    )
    if gives:
        drug = _drug(wording, gives[0].statement)
        same = [way for way in gives if _drug(wording, way.statement) == drug]
        return (_for_whom(wording, same, Action.GIVE),)
    if graded:
        action = Action.REFER if isinstance(graded[0].statement, ir.Refer) else Action.ADVISE
        return (_for_whom(wording, graded[:1], action),)
    decide = next((one for one in _decisions(wording) if _is_of_score(wording, one)), None)
    return (_by_group(wording, decide),) if decide is not None else ()


def _for_whom(wording: Wording, met: list[Way], action: Action) -> Headline:
    """What is done, a line for each way that leads there, and what holds for all of them.

    A drug of which doses differ from way to way, or which too many ways lead to, is named with the tables that say who
    is given what.
    """
    statement = met[0].statement
    refs = wording.refs(statement.notes)
    title = capital(wording.graded(_with_drug(wording, statement), statement.notes))
    if len({wording.core(way.statement) for way in met}) > 1:
        title, refs = capital(wording.say("give", _drug(wording, statement))), ()
    elif len(met) <= _MOST_WAYS:
        left = _shared([way.left for way in met]) if all(way.own for way in met) else []
        own = [[one for one in way.path if one in way.own or (one in way.left and one not in left)] for way in met]
        whens = [_when(wording, path) for path in own]
        if all(whens) and all(len(when) <= _LONG_CONDITION for when in whens):
            lines = [wording.say("or_whom" if at else "when", when) for at, when in enumerate(whens)]
            lines += [wording.say("only_when", one) for one in left]
            lines += [wording.say("not_when", one) for one in _shared([way.barred for way in met])]
            lines += _maxima(wording, statement)
            reasons = [Said(text=sentence(line)) for line in lines]
            reasons[-1] = Said(text=reasons[-1].text, refs=refs)
            return Headline(action=action, title=title, reasons=tuple(reasons))
    return Headline(action=action, title=wording.say("only_of", title, _tables_of(wording, met)), refs=refs)


def _shared(of_each: list[tuple[str, ...]]) -> list[str]:
    return [one for one in dict.fromkeys(of_each[0]) if all(one in others for others in of_each)]


def _maxima(wording: Wording, statement: ir.AnyStatement) -> list[str]:
    dose = statement.dose if isinstance(statement, ir.Give) else None
    return [wording.say("at_most", wording.const(limit)) for limit in dose.limits] if dose is not None else []


def _tables_of(wording: Wording, met: list[Way]) -> str:
    """The titles of the tables in which statements stand."""
    tables = Pathways(wording, frozenset()).tables()
    found: list[str] = []
    for way in met:
        text = wording.said(way.statement).text
        at = [one.title for one in tables for row in one.rows for said in row.what if said.text.endswith(text[1:])]
        found += at[:1] or [wording.say.own("pathway")]
    return f"” {wording.say('or')} “".join(dict.fromkeys(found))


def _drug(wording: Wording, statement: ir.AnyStatement) -> str:
    """The drug that is given, directly or by a regimen."""
    assert isinstance(statement, ir.Give)
    regimen = wording.guideline.regimens.get(statement.what)
    dose = statement.dose.of if statement.dose is not None else None
    of = regimen.of if regimen is not None else dose
    return wording.inline(of or statement.what)


def _with_drug(wording: Wording, statement: ir.AnyStatement) -> str:
    """A statement without its maximum, which few patients come to and a reader would take for the dose; a regimen that
    it gives with the drug, where its title does not name it."""
    if not isinstance(statement, ir.Give):
        return wording.core(statement)
    if statement.dose is not None:
        statement = replace(statement, dose=replace(statement.dose, limits=()))
    title, drug = wording.core(statement), _drug(wording, statement)
    return title if drug.lower() in title.lower() else wording.say("of", title, drug)


def _decisions(wording: Wording) -> list[ir.Decide]:
    found = [node for pathway in wording.guideline.pathways for node in descend(pathway)]
    return [node for node in found if isinstance(node, ir.Decide)]


def _is_of_score(wording: Wording, decide: ir.Decide) -> bool:
    """Whether a decision looks at a score alone, and does something in each of its groups."""
    if len(decide.subjects) != 1 or not isinstance(decide.subjects[0], ir.NamedNumber):
        return False
    named = wording.guideline.named_by_name.get(decide.subjects[0].name)
    return isinstance(named, ir.Score) and all(branch.body for branch in decide.branches)


def _by_group(wording: Wording, decide: ir.Decide) -> Headline:
    """What comes first in each group of a score."""
    score = wording.subjects(decide.subjects)
    reasons = []
    for branch in decide.branches:
        label = wording.branch(branch)
        lead = f"{capital(label if branch.kind != 'case' else f'{score} {label}')}:"
        reasons.append(Said(lead=lead, text=stopped(_first(wording, branch.body[0]))))
    return Headline(action=Action.ADVISE, title=capital(decide.question or score), reasons=tuple(reasons))


def _first(wording: Wording, statement: ir.AnyStatement) -> str:
    """What a statement does; what only points elsewhere, without its verb. A question points to its answers."""
    match statement:
        case ir.Decide():
            return wording.say("see", wording.core(statement))
        case ir.Follow(part=part):
            title = wording.part(part)
            return uncapital(title)
        case _:
            return uncapital(wording.core(statement).rstrip("."))
