"""What stands behind the advice: pitfalls, side effects, claims, gaps, departures and sources.

Enters: the IR. Leaves: the card's values for each.

    advise against magnesium (conditional, low) because "no benefit …" [r1]
        ->  Not advised: magnesium
            When neck spasm: no benefit … Conditional, low. [1]
            Cramps per week: MD −0.18 (95% CI −0.84 to 0.49). [1]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from milligram.ir import nodes as ir
from milligram.ir.walk import descend

from milligram_targets.card.model import (
    Departure,
    ItemList,
    ListRole,
    Pitfall,
    Reference,
    Said,
)
from milligram_targets.card.named import minus
from milligram_targets.card.wording import Wording, capital, cited_once, sentence, stopped, uncapital

# --- pitfalls and lists -----------------------------------------------------------------------------------------------


def pitfalls(wording: Wording) -> tuple[Pitfall, ...]:
    """Every pitfall with every rule of it, whatever its title says: words in common may say the opposite."""
    found = []
    for pitfall in wording.guideline.pitfalls:
        rules: dict[str, str] = {}
        subjects: dict[str, str] = {}
        for rule in pitfall.rules:
            condition = wording.condition(rule.condition)
            target = wording.title(rule.target)
            subject = _subject(wording, rule.condition)
            before, subjects[target] = subjects.get(target, ""), subject
            said = condition + (f" ({rule.notes.because})" if rule.notes.because else "")
            if target not in rules:
                rules[target] = said
            elif subject and subject == before:
                rules[target] += f" {wording.say('or')} {said.removeprefix(f'{subject} ')}"
            else:
                rules[target] = wording.say("or_when", rules[target], said)
        found.append(
            Pitfall(
                title=pitfall.text,
                never=tuple(f"{wording.say('never_give', target, whens)}." for target, whens in rules.items()),
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


def effects(wording: Wording) -> tuple[ItemList, ...]:
    """The side effects of each drug, the frequency after each."""
    by_drug: dict[str, list[Said]] = {}
    for effect in wording.guideline.effects:
        often = f" ({effect.frequency})" if effect.frequency and effect.frequency not in effect.text else ""
        by_drug.setdefault(effect.target, []).append(Said(text=effect.text + often, refs=wording.refs(effect.notes)))
    return tuple(
        ItemList(role=ListRole.EFFECT, title=wording.say("effects_of", wording.title(drug)), items=cited_once(items))
        for drug, items in by_drug.items()
    )


def classes(wording: Wording) -> tuple[ItemList, ...]:
    """The drugs of each class that the guideline names, so that a reader who knows the drug finds its class."""
    drugs = wording.guideline.drugs
    items = tuple(
        Said(
            lead=f"{capital(wording.title(drug.name))}:",
            text=f"{wording.say.join([wording.title(one) for one in drug.members], 'or')}.",
            refs=wording.refs(drug.notes),
        )
        for drug in drugs.values()
        if drug.members and drug.title != wording.say.join([wording.title(one) for one in drug.members], "or")
    )
    return (ItemList(role=ListRole.CLASS, items=items),) if items else ()


def claims(wording: Wording) -> tuple[ItemList, ...]:
    """What the source says of the world, by where it stands: contradicted first."""
    heads = {
        "contradicted": wording.say("contradicted"),
        "unsupported": wording.say("unsupported"),
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
    """Every `differs from source`, in the order of the source text; those of one reason together."""
    found: dict[int, Departure] = {}
    for root in _roots(wording.guideline):
        for node, notes in _noted(root):
            for differs in notes.differs:
                found.setdefault(
                    differs.span.start,
                    Departure(
                        here=capital(_label(wording, root, node)),
                        source=(differs.source_says,),
                        because=stopped(differs.because),
                        refs=wording.refs(notes),
                    ),
                )
    grouped: dict[tuple[str, tuple[int, ...]], Departure] = {}
    for one in (found[place] for place in sorted(found)):
        same = grouped.get(key := (one.because, one.refs))
        grouped[key] = one if same is None else _joined(same, one)
    return tuple(grouped.values())


def _joined(one: Departure, other: Departure) -> Departure:
    """Two departures of one reason as one; what both say stands once."""
    here = one.here if one.here == other.here else f"{one.here}; {uncapital(other.here)}"
    return replace(one, here=here, source=tuple(dict.fromkeys((*one.source, *other.source))))


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


def _label(wording: Wording, root: ir.Node, node: ir.Node) -> str:
    """What a note below a declaration stands on, whole: a text that is cut may name another."""
    match node:
        case ir.Step(number=number):
            return wording.say("step_number", str(number))
        case ir.Beyond():
            return wording.say("beyond")
        case ir.When(body=body) | ir.Branch(body=body) if body:
            return wording.branch(node) if isinstance(node, ir.Branch) else wording.core(body[0])
        case ir.Unspecified(text=text):
            return f"“{text}”"
        case ir.Suggest():
            return wording.suggested(node)
        case ir.BackTo(number=number):
            return wording.say("back_to", str(number))
        case ir.Interruption(kind=kind, condition=condition):
            return wording.say("stop_when" if kind == "stop" else "hold_while", wording.condition(condition))
        case ir.Limit(limit=limit):
            return wording.say("at_most", wording.limit(limit))
        case ir.MonitorLine():
            return when_text(wording, node)
        case ir.Pitfall(text=text) | ir.Claim(text=text) | ir.Remark(text=text) | ir.Effect(text=text):
            return text
        case ir.ConditionLine(condition=condition) | ir.Impossible(condition=condition):
            return wording.condition(condition)
        case ir.TableRow(cells=cells) if isinstance(root, ir.Table) and not all(isinstance(c, ir.Band) for c in cells):
            pairs = zip(root.subjects, cells, strict=True)
            return "; ".join(wording.say("has", wording.subject(one), wording.cell(cell)) for one, cell in pairs)
        case ir.TableRow(cells=cells):
            return "; ".join(wording.cell(cell) for cell in cells)
        case ir.ValueCase(condition=maybe) | ir.ScoreLine(condition=maybe):
            return wording.condition(maybe) if maybe is not None else wording.say("otherwise")
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


def when_text(wording: Wording, line: ir.MonitorLine) -> str:
    """When to measure: ``after 1 to 2 weeks``, ``every 3 months``."""
    match line.kind:
        case "baseline":
            return wording.say("baseline")
        case "after" if line.after is not None:
            return wording.say("after", wording.say.span(line.after.text))
        case "every":
            return wording.say("every", wording.say.span(line.text.removeprefix("every ")))
        case _:
            return f"“{line.text}”"


def sources(wording: Wording, shown: frozenset[int]) -> tuple[Reference, ...]:
    """Every source with its fields, the findings that no headline tells, and the grades that its author gave to itself
    or its findings. The grade of a recommendation stands there: beside a source, it would read as that of all the
    source says."""
    found = []
    for number, source in enumerate(wording.guideline.sources.values(), 1):
        fields = [
            text if name in ("year", "design", "population") else f"{name}: {text}" for name, text in source.fields
        ]
        findings = [finding_text(wording, one) for one in source.findings if one.span.start not in shown]
        detail = sentence("; ".join(fields)) if fields else ""
        grades = dict.fromkeys(
            wording.grade(notes) for notes in (source.notes, *(one.notes for one in source.findings))
        )
        found.append(
            Reference(
                number=number,
                title=source.title,
                detail=" ".join([*filter(None, [detail]), *findings]),
                grade="; ".join(filter(None, grades)),
            )
        )
    return tuple(found)


def has_grades(wording: Wording) -> bool:
    """Whether anything of the guideline is graded, so that the card says what a grade is."""
    return any(wording.grade(notes) for root in _roots(wording.guideline) for _, notes in _noted(root))


def finding_text(wording: Wording, finding: ir.Finding) -> str:
    """A finding with its estimate: ``Cramps per week: MD −0.18 (95% CI −0.84 to 0.49).``"""
    if finding.estimate is None:
        return sentence(finding.text)
    one = finding.estimate
    text = f"{capital(finding.text)}: {one.measure} {minus(one.value)}"
    if one.low and one.high:
        text = f"{text} {wording.say('interval', one.level or '', minus(one.low), minus(one.high))}"
    return f"{text}."
