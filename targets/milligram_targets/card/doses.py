"""Regimens as ladders of doses, with the exact mass of what is on the packet.

Enters: the IR's regimens. Leaves: `Ladder` values.

    step 1: 12 mmol of magnesium at night (also 480 mg of magnesium_oxide)
        ->  1  12 mmol of magnesium at night = about 484 mg of magnesium oxide (stated: 480 mg), about 292 mg of
               magnesium
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.equivalents import converted, measure_of, rounded, within
from milligram.ir.walk import descend, inputs_read, names_read, statements
from milligram.quantity import Measure, parse_unit

from milligram_targets.card.decisions import Pathways
from milligram_targets.card.grids import dose_grids
from milligram_targets.card.model import DoseStep, Ladder, Said
from milligram_targets.card.ways import ways
from milligram_targets.card.wording import Wording, capital, sentence, uncapital


def ladders(wording: Wording, pathways: Pathways) -> tuple[Ladder, ...]:
    """Every regimen."""
    return tuple(_ladder(wording, pathways, regimen) for regimen in wording.guideline.regimens.values())


def _ladder(wording: Wording, pathways: Pathways, regimen: ir.Regimen) -> Ladder:
    gives = [way for way in ways(wording) if isinstance(way.statement, ir.Give) and way.statement.what == regimen.name]
    told = len(gives) == 1 and gives[0].told and gives[0].path
    condition = f"{wording.say.own('only_if')} {wording.all_of(gives[0].path)}." if told else ""
    return Ladder(
        title=capital(regimen.title),
        drug=capital(wording.title(regimen.of)) if regimen.of else "",
        route=regimen.route or "",
        condition=condition,
        steps=tuple(_step(wording, pathways, regimen, step) for step in regimen.steps),
        already=already(wording, regimen),
        then=tuple(_then(wording, pathways, regimen)),
        maxima=tuple(_maximum(wording, regimen, limit) for limit in regimen.limits),
        grids=dose_grids(wording, regimen),
    )


def _step(wording: Wording, pathways: Pathways, regimen: ir.Regimen, step: ir.Step) -> DoseStep:
    gives = [statement for statement in step.body if isinstance(statement, ir.Give)]
    when = _when(wording, step.after, step.condition, str(step.number - 1))
    notes = [step.notes, *(give.notes for give in gives)]
    first = gives[0] if gives else None
    rest: tuple[ir.AnyStatement, ...] = step.body
    dose = equals = ""
    if first is not None and len(gives) == 1 and step.body[0] is first:
        rest = step.body[1:]
        equals = equal_masses(wording, regimen, first)
        dose = _dose(wording, regimen, first, also=not equals)
    elif gives and len(gives) == len(step.body):
        rest = ()
        dose = " + ".join(_dose(wording, regimen, give, also=True) for give in gives)
    if dose:
        dose = wording.graded(dose, next((one for one in notes if one.grade), ir.NO_NOTES))
    return DoseStep(
        number=str(step.number),
        dose=capital(dose),
        equals=equals,
        when=(f"{capital(when)}:" if dose else sentence(when)) if when else "",
        refs=wording.refs(*(notes if dose else notes[:1])),
        more=pathways.items(rest),
    )


def _dose(wording: Wording, regimen: ir.Regimen, give: ir.Give, *, also: bool) -> str:
    """The dose; the substance of the whole regimen is told once, above the steps."""
    if give.dose is None:
        return wording.given(give)
    if give.dose.of is None and give.what == regimen.of:
        return wording.dose(give.dose, also=also)
    if give.dose.of == regimen.of:
        return wording.dose(replace(give.dose, of=None), also=also)
    return wording.dose(give.dose, give.what, also=also)


def equal_masses(wording: Wording, regimen: ir.Regimen, give: ir.Give) -> str:
    """The dose as the mass of the packet's substance and of what the dose counts, and what the author states."""
    dose = give.dose
    if dose is None or not isinstance(dose.amount, ir.Const):
        return ""
    counted = dose.amount.measure.of or dose.of
    packet = regimen.of or give.what
    say = wording.say
    stated = {_substance(unit, counted): wording.quantity(number, unit) for number, unit in dose.also}
    texts: list[str] = []
    for substance in dict.fromkeys((packet, counted)):
        if substance is None:
            continue
        measure = replace(dose.amount.measure, unit=parse_unit("mg"), of=substance, per_of=None)
        mass = _mass(wording, dose, measure)
        if mass is None or measure == dose.amount.measure:
            continue
        said = say("of", mass, wording.title(substance))
        note = stated.pop(substance, "")
        short = note.removesuffix(say("of", "", wording.title(substance)).rstrip()).rstrip()
        texts.append(say("stated", said, short) if note and note != said else said)
    texts += [say("stated_only", note) for note in stated.values()]
    return ", ".join(texts)


def _maximum(wording: Wording, regimen: ir.Regimen, limit: ir.Limit) -> Said:
    """A maximum, and how much of what the doses count it lets in: that is never rounded up."""
    text = wording.limit(limit.limit)
    for unit, substance in _counted(regimen):
        of = limit.limit.measure
        measure = measure_of(f"{unit} per day" if " per " in (limit.limit.written_unit or "") else unit, substance)
        if measure is None or measure == of or substance == of.of:
            continue
        exact = converted(limit.limit.value, of, measure, wording.guideline)
        if exact is not None:
            amount = wording.quantity(within(exact).number, f"{unit} of {substance}")
            return Said(text=f"{text} ({amount})", refs=wording.refs(limit.notes))
    return Said(text=text, refs=wording.refs(limit.notes))


def _counted(regimen: ir.Regimen) -> dict[tuple[str, str], None]:
    """The units in which the steps count, each with its substance."""
    found: dict[tuple[str, str], None] = {}
    for step in regimen.steps:
        for give in step.body:
            dose = give.dose if isinstance(give, ir.Give) else None
            if dose is not None and isinstance(dose.amount, ir.Const) and dose.amount.written_unit and dose.of:
                found[dose.amount.written_unit.partition(" of ")[0], dose.of] = None
    return found


def _mass(wording: Wording, dose: ir.Dose, measure: Measure) -> str | None:
    """A dose of a literal as mass, ``about 484 mg``."""
    if not isinstance(dose.amount, ir.Const):
        return None
    ends = [dose.low, dose.amount] if isinstance(dose.low, ir.Const) else [dose.amount]
    exact = [converted(end.value, end.measure, measure, wording.guideline) for end in ends]
    shown = [rounded(value) for value in exact if value is not None]
    if len(shown) < len(ends):
        return None
    numbers = [number for number, _ in shown]
    text = wording.quantity(numbers[-1], "mg")
    text = text if len(numbers) == 1 else wording.say("to", numbers[0], text)
    return text if all(whole for _, whole in shown) else wording.say("about", text)


def _substance(unit: str, of: str | None) -> str | None:
    measure = measure_of(unit, of)
    return of if measure is None else measure.of


def _then(wording: Wording, pathways: Pathways, regimen: ir.Regimen) -> list[Said]:
    """What follows the last step, the ways back, and when to hold or stop."""
    found: list[Said] = []
    for beyond in regimen.beyond:
        lead = capital(_when(wording, beyond.after, beyond.condition, str(len(regimen.steps))))
        items = pathways.items(beyond.body)
        for at, said in enumerate(items):
            first = lead and not at
            found.append(replace(said, lead=f"{lead}:", text=uncapital(said.text), line=True) if first else said)
    for back in regimen.back:
        when = _when(wording, back.after, back.condition)
        lead = capital(wording.say("back_to", str(back.number)))
        text = wording.reasoned(when, back.notes) if when or back.notes.because else ""
        found.append(Said(lead=lead, text=text, refs=wording.refs(back.notes), line=True))
    for rule in regimen.interruptions:
        lead = wording.say("stop_when_lead" if rule.kind == "stop" else "hold_while_lead")
        text = wording.reasoned(wording.condition(rule.condition), rule.notes)
        found.append(Said(lead=lead, text=text, refs=wording.refs(rule.notes), line=True))
    return found


# --- who is on a regimen already --------------------------------------------------------------------------------------


def already(wording: Wording, regimen: ir.Regimen) -> Said | None:
    """What stops or holds the regimen of a patient who is on it: first the `never` rules, of which one that is true of
    what the step gives stops it, and one that is unknown holds it; then what the pathways say of who is on it. Where
    the rules differ by step or read several values, or a step may give one drug or another, the card points to the
    pitfalls. The sources stand at those."""
    said = [*_by_rules(wording, regimen), *_by_pathways(wording, regimen)]
    said.sort(key=lambda one: (not one[0], one[1]))
    text = "; ".join(text for _, _, text in said)
    return Said(lead=wording.say("already"), text=f"{text}.") if said else None


_Told = tuple[bool, bool, str]
"""Whether it stops; whether it rests on what is unknown, and so comes last; in words."""


def _by_rules(wording: Wording, regimen: ir.Regimen) -> Iterator[_Told]:
    """What the `never` rules do to who is on a regimen."""
    given = [{one.what for one in _gives(wording, step.body)} for step in regimen.steps]
    rules: list[ir.NeverRule] = []
    everywhere = all(_sure(wording, step) for step in regimen.steps)
    for pitfall in wording.guideline.pitfalls:
        for rule in pitfall.rules:
            at = [rule.target == regimen.name or _concerns(wording, rule, drugs) for drugs in given]
            if any(at):
                rules.append(rule)
                everywhere = everywhere and all(at) and (_only_unknown(rule) or _is_plain(rule))
    if not rules:
        return
    stops = [wording.beside(rule.condition, "or") for rule in rules if not _only_unknown(rule)]
    stopping = {name for rule in rules if not _only_unknown(rule) for name in names_read(rule.condition)}
    holding = {name for rule in rules for name in names_read(rule.condition)}
    if not everywhere or stopping != holding:
        read = dict.fromkeys(name for rule in rules for name in inputs_read(rule.condition, wording.guideline))
        yield True, False, wording.say("stop_as_pitfalls")
        yield False, True, wording.say("hold_as_pitfalls", wording.named(read))
        return
    yield True, False, wording.say("stop_when", wording.say.join(stops, "or"))
    yield False, True, wording.say("hold_unknown", wording.named(dict.fromkeys(_read_in_order(rules))))


def _by_pathways(wording: Wording, regimen: ir.Regimen) -> Iterator[_Told]:
    """Where the pathways stop or hold a regimen, and until when; those of one end together."""
    on = wording.say("on", wording.inline(regimen.name))
    found: dict[tuple[bool, str], list[str]] = {}
    for way in ways(wording):
        match way.statement:
            case ir.Stop(what=what) | ir.Hold(what=what) if what in (regimen.name, regimen.of) and way.told:
                until = way.statement.until if isinstance(way.statement, ir.Hold) else None
                end = wording.say("until", wording.condition(until)) if until is not None else ""
                parts = [one for one in way.path if on not in one.strip("()").split(f" {wording.say('or')} ")]
                found.setdefault((isinstance(way.statement, ir.Stop), end), []).append(wording.all_of(parts))
            case _:
                pass
    for (stops, end), conditions in found.items():
        when = _one_start(conditions, wording.say("or"))
        yield stops, False, wording.say("stop_when" if stops else "hold_when", when) + end


def _one_start(texts: list[str], joint: str) -> str:
    """Alternatives; the words that all start with stand once: ``clearance 20 to under 30 or 30 to under 60``."""
    parted = [text.split(" ") for text in dict.fromkeys(texts)]
    shortest = min(len(words) for words in parted)
    same = next((at for at in range(shortest) if len({words[at] for words in parted}) > 1), shortest)
    first, *others = (" ".join(words[same:]) for words in parted)
    rest = f" {joint} ".join([first, *others])
    return " ".join([*parted[0][:same], rest]).strip()


def _read_in_order(rules: list[ir.NeverRule]) -> Iterator[str]:
    return (name for rule in rules for name in names_read(rule.condition))


def _gives(wording: Wording, body: tuple[ir.AnyStatement, ...]) -> Iterator[ir.Give]:
    """Every give of a block, and of the parts that it follows (no part follows itself)."""
    for one in statements(body):
        match one:
            case ir.Give():
                yield one
            case ir.Follow(part=part):
                yield from _gives(wording, wording.guideline.parts[part].body)
            case _:
                pass


def _sure(wording: Wording, step: ir.Step) -> bool:
    """Whether all that a step gives is certain from being on it: no condition, and no class of drugs."""
    gives = list(_gives(wording, step.body))
    drugs = wording.guideline.drugs
    return all(give in step.body and not (give.what in drugs and drugs[give.what].is_class) for give in gives)


def _concerns(wording: Wording, rule: ir.NeverRule, drugs: set[str]) -> bool:
    return any(rule_matches(wording.guideline, rule.target, what) for what in drugs)


def _only_unknown(rule: ir.NeverRule) -> bool:
    """Whether a rule only asks that something be known: it holds a regimen and never stops it."""
    return isinstance(rule.condition, ir.Known) and not rule.condition.known


def _is_plain(rule: ir.NeverRule) -> bool:
    """Whether a rule reads one value, and so is unknown when, and only when, that value is."""
    one = len(set(names_read(rule.condition))) == 1
    return one and not any(isinstance(node, (ir.Known, ir.StateNumber)) for node in descend(rule.condition))


def _when(wording: Wording, after: ir.Interval | None, condition: ir.AnyCondition | None, step: str = "") -> str:
    """When a move is due. Its time is that on the step which it leaves, and is named by it: nobody counts from the
    start."""
    said = []
    if after is not None:
        span = wording.say.span(after.text)
        said.append(wording.say("after_step", span, step) if step else wording.say("after_same", span))
    if condition is not None:
        said.append(wording.say("if", wording.condition(condition)))
    return ", ".join(said)
