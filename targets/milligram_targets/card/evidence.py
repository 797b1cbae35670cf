"""What stands behind the advice: headlines, pitfalls, side effects, claims, gaps, departures and sources.

Enters: the IR. Leaves: the card's values for each.

    advise against magnesium (conditional, low) because "no benefit …" [r1]
        ->  Not advised: magnesium
            When neck spasm: no benefit … Conditional, low. [1]
            Cramps per week: MD −0.18 (95% CI −0.84 to 0.49). [1]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.walk import all_statements, descend

from milligram_targets.card.model import (
    Action,
    Departure,
    Headline,
    ItemList,
    ListRole,
    Pitfall,
    Reference,
    Said,
)
from milligram_targets.card.ways import Way, ways
from milligram_targets.card.wording import Wording, capital, cited_once, sentence, stopped

_MOST_HEADLINES = 2
_LONGEST_LABEL = 48
"""Characters of a text that name it where it stands elsewhere in full."""
_HEADLINED = (ir.Give, ir.Advise, ir.AdviseAgainst, ir.Refer, ir.Order, ir.Stop)
_WORD = re.compile(r"[^\W_]+(?:[./][^\W_]+)*")
_LIGHT = frozenset({"a", "an", "be", "give", "in", "is", "never", "no", "of", "or", "the", "to", "when", "with"})


# --- headlines --------------------------------------------------------------------------------------------------------


def headlines(wording: Wording) -> tuple[tuple[Headline, ...], frozenset[int], frozenset[int]]:
    """What the pathways advise against, where it is graded or holds whatever is decided; failing that, what they most
    strongly ask of everyone. Limits (`decide by`) tell theirs in their own tables.

    With it come the statements whose reason is told there, and the findings (by place) that stand in a headline.
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
    picked = [way for way in against if way in first.values()][:_MOST_HEADLINES] or asked[:1]
    shown: set[int] = set()
    lines = tuple(_headline(wording, way, shown) for way in picked)
    reasons = {_reason(way.statement) for way in picked if way.statement.notes.because}
    told = frozenset(one.id for one in all_statements(wording.guideline) if _reason(one) in reasons)
    return lines, told, frozenset(shown)


def _reason(statement: ir.AnyStatement) -> tuple[str | None, tuple[str, ...]]:
    return statement.notes.because, statement.notes.sources


def _headline(wording: Wording, way: Way, shown: set[int]) -> Headline:
    statement = way.statement
    notes = statement.notes
    reasons = []
    when = capital(words.join(reversed(way.path), "and"))
    text = ": ".join(part for part in (when, notes.because or "") if part)
    grade = f" {capital(notes.grade)}." if notes.grade else ""
    if text or grade:
        reasons.append(Said(text=(sentence(text) if text else "") + grade, refs=wording.refs(notes)))
    found = []
    for name in notes.sources:
        source = wording.guideline.sources.get(name)
        for finding in source.findings if source else ():
            if finding.estimate is not None and finding.span.start not in shown:
                shown.add(finding.span.start)
                found.append(_finding(finding))
    if found:
        reasons.append(Said(text=" ".join(found)))
    if isinstance(statement, ir.AdviseAgainst):
        return Headline(
            action=Action.STOP, title=f"Not advised: {wording.title(statement.what)}", reasons=tuple(reasons)
        )
    action = Action.GIVE if isinstance(statement, ir.Give) else Action.ADVISE
    return Headline(action=action, title=capital(wording.core(statement)), reasons=tuple(reasons))


# --- pitfalls and lists -----------------------------------------------------------------------------------------------


def pitfalls(wording: Wording) -> tuple[Pitfall, ...]:
    """Every pitfall; a rule that only repeats its title is not printed twice."""
    found = []
    for pitfall in wording.guideline.pitfalls:
        rules: dict[str, list[str]] = {}
        subject = ""
        for rule in pitfall.rules:
            condition = wording.condition(rule.condition)
            if _content(f"give {wording.title(rule.target)} when {condition}") <= _content(pitfall.text):
                continue
            before, subject = subject, _subject(wording, rule.condition)
            whens = rules.setdefault(wording.title(rule.target), [])
            again = bool(whens and subject and subject == before)
            because = f" ({rule.notes.because})" if rule.notes.because else ""
            whens.append(
                (" or " if again else ", or when " if whens else "") + _without(condition, subject, again) + because
            )
        found.append(
            Pitfall(
                title=pitfall.text,
                never=tuple(f"give {target} when {''.join(whens)}." for target, whens in rules.items()),
                enforced=bool(pitfall.rules),
                because=sentence(pitfall.notes.because) if pitfall.notes.because else "",
                refs=wording.refs(pitfall.notes, *(rule.notes for rule in pitfall.rules)),
            )
        )
    return tuple(found)


def _subject(wording: Wording, condition: ir.AnyCondition) -> str:
    """What a plain condition looks at; conditions of one subject name it once."""
    match condition:
        case ir.Band(subject=ir.InputNumber(name=name)) | ir.Known(of=name, state=None):
            return wording.title(name)
        case _:
            return ""


def _without(condition: str, subject: str, named: bool) -> str:
    return condition.removeprefix(f"{subject} ") if named else condition


def _content(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if word not in _LIGHT}


def effects(wording: Wording) -> tuple[ItemList, ...]:
    """The side effects of each drug, the frequency after each."""
    by_drug: dict[str, list[Said]] = {}
    for effect in wording.guideline.effects:
        often = f" ({effect.frequency})" if effect.frequency and effect.frequency not in effect.text else ""
        by_drug.setdefault(effect.target, []).append(Said(text=effect.text + often, refs=wording.refs(effect.notes)))
    return tuple(
        ItemList(role=ListRole.EFFECT, title=f"Side effects of {wording.title(drug)}", items=cited_once(items))
        for drug, items in by_drug.items()
    )


def claims(wording: Wording) -> tuple[ItemList, ...]:
    """What the source says of the world, by where it stands: contradicted first."""
    heads = {
        "contradicted": "Claims that the evidence contradicts",
        "unsupported": "Claims without a source",
        "supported": "",
        None: "",
    }
    by_head: dict[str, list[Said]] = {head: [] for head in heads.values()}
    for claim in wording.guideline.claims:
        order = list(wording.guideline.sources)
        by = tuple(order.index(name) + 1 for name in claim.by if name in order)
        refs = tuple(sorted({*by, *wording.refs(claim.notes)}))
        by_head[heads[claim.standing]].append(Said(lead=claim.answers or "", text=sentence(claim.text), refs=refs))
    return tuple(
        ItemList(role=ListRole.CLAIM, title=head, items=tuple(items)) for head, items in by_head.items() if items
    )


def notices(wording: Wording) -> tuple[ItemList, ...]:
    """The disclaimers."""
    items = tuple(
        Said(text=sentence(remark.text), refs=wording.refs(remark.notes))
        for remark in wording.guideline.remarks
        if remark.kind == "notice"
    )
    return (ItemList(role=ListRole.NOTICE, items=items),) if items else ()


def gaps(wording: Wording) -> tuple[Said, ...]:
    """What the source promises and leaves empty, those of one reason together."""
    by_reason: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for remark in wording.guideline.remarks:
        if remark.kind == "missing":
            key = remark.notes.because or "", wording.refs(remark.notes)
            by_reason.setdefault(key, []).append(f"“{remark.text}”")
    return tuple(
        Said(lead=sentence(reason) if reason else "", text=", ".join(texts), refs=refs)
        for (reason, refs), texts in by_reason.items()
    )


# --- departures and sources -------------------------------------------------------------------------------------------


def departures(wording: Wording) -> tuple[Departure, ...]:
    """Every `differs from source`, in the order of the source text."""
    found: dict[int, Departure] = {}
    for root in _roots(wording.guideline):
        for node, notes in _noted(root):
            for differs in notes.differs:
                found.setdefault(
                    differs.span.start,
                    Departure(
                        here=capital(_short(_label(wording, node))),
                        source=differs.source_says,
                        because=stopped(differs.because),
                        refs=wording.refs(notes),
                    ),
                )
    return tuple(found[place] for place in sorted(found))


def _noted(root: ir.Node) -> Iterator[tuple[ir.Node, ir.Notes]]:
    """Every note below a declaration with what names its place: a pitfall names its rules, and what follows a ladder
    is named by that."""
    homes: dict[int, ir.Node] = {}
    for node in descend(root):
        if isinstance(node, ir.Beyond):
            homes.update((id(one), node) for one in node.body)
        notes = getattr(node, "notes", None)
        if isinstance(notes, ir.Notes):
            yield root if isinstance(node, ir.NeverRule) else homes.get(id(node), node), notes


def _roots(guideline: ir.Guideline) -> Iterator[ir.Node]:
    if guideline.header_notes is not ir.NO_NOTES:
        yield ir.Pitfall(text=guideline.title, notes=guideline.header_notes)
    for home in (guideline.sources, guideline.drugs, guideline.inputs, guideline.regimens, guideline.monitors):
        yield from home.values()
    yield from (*guideline.impossible, *guideline.named, *guideline.pitfalls, *guideline.claims, *guideline.remarks)
    yield from (*guideline.effects, *guideline.cautions, *guideline.pathways, *guideline.parts.values())


def _short(text: str) -> str:
    """The start of a long text, in whole words."""
    end = text.rfind(" ", 0, _LONGEST_LABEL)
    return text if len(text) <= _LONGEST_LABEL or end < 0 else text[:end].rstrip(" ,:;(") + " …"


def _label(wording: Wording, node: ir.Node) -> str:
    """What a note stands on, as short as it can be told from the rest."""
    match node:
        case ir.Step(number=number):
            return f"step {number}"
        case ir.Beyond():
            return "after the last step"
        case ir.When(body=body) | ir.Branch(body=body) if body:
            return wording.branch(node) if isinstance(node, ir.Branch) else wording.core(body[0])
        case ir.Unspecified(text=text):
            return f"“{text}”"
        case ir.Suggest():
            return wording.core(node).removeprefix("suggest ")
        case ir.BackTo(number=number):
            return f"back to step {number}"
        case ir.Interruption(kind=kind, condition=condition):
            return f"{kind} {'when' if kind == 'stop' else 'while'} {wording.condition(condition)}"
        case ir.Limit(limit=limit):
            return f"at most {wording.limit(limit)}"
        case ir.MonitorLine(text=text, kind=kind):
            return f"“{text}”" if kind == "unspecified" else text
        case ir.Pitfall(text=text) | ir.Claim(text=text) | ir.Remark(text=text) | ir.Effect(text=text):
            return text
        case ir.ConditionLine(condition=condition) | ir.Impossible(condition=condition):
            return wording.condition(condition)
        case ir.TableRow():
            return "; ".join(wording.cell(cell) for cell in node.cells)
        case ir.ValueCase(condition=maybe) | ir.ScoreLine(condition=maybe):
            return wording.condition(maybe) if maybe is not None else "otherwise"
        case ir.Table(outputs=outputs):
            return ", ".join(wording.title(name) for name, _ in outputs)
        case ir.EvidenceSource(title=title):
            return title
        case ir.Finding(text=text):
            return text
        case ir.Statement():
            return wording.core(node)  # type: ignore[arg-type]
        case _:
            return wording.title(str(getattr(node, "name", "")))


def sources(wording: Wording, shown: frozenset[int]) -> tuple[Reference, ...]:
    """Every source with its fields, the findings that no headline tells, and the grades that rest on it."""
    grades: dict[str, dict[str, None]] = {}
    for statement in all_statements(wording.guideline):
        if statement.notes.grade:
            for name in statement.notes.sources:
                grades.setdefault(name, {})[statement.notes.grade] = None
    found = []
    for number, source in enumerate(wording.guideline.sources.values(), 1):
        fields = [
            text if name in ("year", "design", "population") else f"{name}: {text}" for name, text in source.fields
        ]
        findings = [_finding(one) for one in source.findings if one.span.start not in shown]
        detail = sentence("; ".join(fields)) if fields else ""
        found.append(
            Reference(
                number=number,
                title=source.title,
                detail=" ".join([*filter(None, [detail]), *findings]),
                grade=_grades(grades.get(source.name, {})),
            )
        )
    return tuple(found)


def _grades(grades: dict[str, None]) -> str:
    return f"Cited for advice graded {'; '.join(grades)}." if grades else ""


def _finding(finding: ir.Finding) -> str:
    if finding.estimate is None:
        return sentence(finding.text)
    one = finding.estimate
    interval = f" ({one.level}% CI {_minus(one.low)} to {_minus(one.high)})" if one.low and one.high else ""
    return f"{capital(finding.text)}: {one.measure} {_minus(one.value)}{interval}."


def _minus(number: str | None) -> str:
    return (number or "").replace("-", "−")
