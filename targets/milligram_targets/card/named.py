"""The named values: limits of one quantity, scores, tables, causes to look for, terms and formulas.

Enters: the IR's named values. Leaves: `ThresholdTable`, `Score`, `Grid` and `ItemList` values.

    define low_magnesium: serum_magnesium under 0.70 mmol/L (also 1.4 mEq/L, 1.7 mg/dL)
        ->  Low magnesium | under 0.70 | under 1.4 | at most 1.7      (mmol/L | mEq/L | mg/dL)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TypeGuard

from milligram.ir import nodes as ir
from milligram.ir import print as printed
from milligram.ir.equivalents import rounded
from milligram.ir.walk import descend, names_read
from milligram.quantity import decimal_text

from milligram_targets.card.computed import names_computed
from milligram_targets.card.model import ItemList, ListRole, PointRow, Said, Score, ThresholdRow, ThresholdTable
from milligram_targets.card.text import reference
from milligram_targets.card.wording import Wording, capital

_SHORT_LIST = 3
"""Conditions up to which a list is told in a sentence, among the terms."""
_DEFINES = 2
"""Words of a question, beyond those of its input's title, from which it defines the input."""
_UNITS_OF_TIME = (("d", 1), ("h", 24), ("min", 24 * 60))
"""With how many of each make a day."""
_TELLING = re.compile(r"\w{4,}|\d+")
_ASKING = frozenset({"does", "have", "been", "there", "patient", "patients", "with", "that", "this", "from"})


def _is_limit(named: ir.Named) -> TypeGuard[ir.DefinedCondition]:
    """Whether a define is a band of literals on one value, and so a row of a table of limits."""
    if not isinstance(named, ir.DefinedCondition) or not isinstance(named.condition, ir.Band):
        return False
    band = named.condition
    ends = [bound.value for bound in (band.low, band.high) if bound is not None]
    fits = all(isinstance(end, ir.Const) for end in ends)
    return bool(ends) and fits and not isinstance(band.subject, ir.StateNumber)


# --- limits -----------------------------------------------------------------------------------------------------------


def thresholds(wording: Wording) -> tuple[ThresholdTable, ...]:
    """One table for each measured value that a define bounds."""
    by_subject: dict[str, list[ir.DefinedCondition]] = {}
    for named in wording.guideline.named:
        if _is_limit(named) and isinstance(named.condition, ir.Band):
            by_subject.setdefault(wording.number(named.condition.subject), []).append(named)
    return tuple(_limits(wording, subject, rows) for subject, rows in by_subject.items())


def _limits(wording: Wording, subject: str, defines: list[ir.DefinedCondition]) -> ThresholdTable:
    units: dict[str, None] = {}
    for define in defines:
        for const in _ends(define):
            units.setdefault(const.written_unit or "")
    for define in defines:
        for const in _ends(define):
            for _, unit in const.also:
                units.setdefault(unit)
    rows = tuple(_row(wording, define, list(units)) for define in defines)
    heads = [capital(wording.unit(unit)) if unit else wording.say.own("value") for unit in units]
    governing = {row.governs for row in rows}
    if len(heads) > 1 and len(governing) == 1:
        at = governing.pop()
        heads[at] = wording.say("decides", heads[at])
    return ThresholdTable(title=capital(subject), units=tuple(heads), rows=rows)


def _ends(define: ir.DefinedCondition) -> Iterator[ir.Const]:
    assert isinstance(define.condition, ir.Band)
    for bound in (define.condition.low, define.condition.high):
        if bound is not None and isinstance(bound.value, ir.Const):
            yield bound.value


def _row(wording: Wording, define: ir.DefinedCondition, units: list[str]) -> ThresholdRow:
    band = define.condition
    assert isinstance(band, ir.Band)
    governing = next(_ends(define)).written_unit or ""
    cells = []
    for unit in units:
        if unit == governing:
            bare = replace(band, low=_bare(band.low), high=_bare(band.high))
            cells.append(wording.band(bare))
        else:
            said = [_also(wording, band.low, unit, False), _also(wording, band.high, unit, True)]
            cells.append(f" {wording.say('and')} ".join(text for text in said if text))
    return ThresholdRow(
        label=capital(wording.title(define.name)),
        cells=tuple(cells),
        governs=units.index(governing),
        refs=wording.refs(define.notes),
    )


def _bare(bound: ir.Bound | None) -> ir.Bound | None:
    """The bound without its unit and equivalents, which stand in columns of their own."""
    if bound is None or not isinstance(bound.value, ir.Const):
        return bound
    return replace(bound, value=replace(bound.value, written_unit=None, also=()))


def _also(wording: Wording, bound: ir.Bound | None, unit: str, upper: bool) -> str:
    limits = dict(wording.limits_of(bound, upper))
    return wording.say(limits[unit].sign, limits[unit].number) if unit in limits else ""


# --- scores -----------------------------------------------------------------------------------------------------------


def scores(wording: Wording) -> tuple[Score, ...]:
    """Every score as its points."""
    return tuple(_score(wording, named) for named in wording.guideline.named if isinstance(named, ir.Score))


def _score(wording: Wording, score: ir.Score) -> Score:
    rows: list[PointRow] = []
    told = tables_of_points(wording.guideline)
    for line in score.lines:
        refs = wording.refs(line.notes)
        match line:
            case ir.ScoreLine(condition=None, points=ir.PointsOf(name=name)):
                choices = wording.guideline.inputs[name].choices
                for choice in choices:
                    own = decimal_text(choice.points)[0] if choice.points is not None else ""
                    label = printed.word_title(wording.guideline, name, choice.word)
                    when = wording.say("has", wording.title(name), label)
                    rows.append(PointRow(points=minus(own), when=when, refs=refs))
            case ir.ScoreLine(condition=None, points=ir.NamedNumber(name=name)) if name in told:
                rows += [replace(row, refs=refs) for row in _points(wording, told[name])]
            case ir.ScoreLine(condition=None, points=points):
                rows.append(PointRow(points="+", when=wording.number(points), refs=refs))
            case ir.ScoreLine(condition=condition, points=points) if condition is not None:
                own = minus(wording.number(points))
                rows.append(PointRow(points=own, when=wording.answer(condition), refs=refs))
            case _:
                pass
    cited = wording.refs(score.notes)
    if len({row.refs for row in rows}) == 1:
        cited = wording.refs(score.notes, *(line.notes for line in score.lines))
        rows = [replace(row, refs=()) for row in rows]
    return Score(title=capital(wording.title(score.name)), rows=tuple(rows), refs=cited)


def tables_of_points(guideline: ir.Guideline) -> dict[str, ir.Table]:
    """Tables that only give points to a score, by what they give: their rows stand in the score itself."""
    tables = {name: one for one in guideline.named if isinstance(one, ir.Table) for name, _ in one.outputs}
    added: dict[str, int] = {}
    for score in guideline.named:
        for line in score.lines if isinstance(score, ir.Score) else ():
            if line.condition is None and isinstance(line.points, ir.NamedNumber):
                added[line.points.name] = added.get(line.points.name, 0) + 1
    return {name: tables[name] for name in added if name in tables and _is_of_points(guideline, tables[name], added)}


def _is_of_points(guideline: ir.Guideline, table: ir.Table, added: dict[str, int]) -> bool:
    """One input, one number a row, and read by nothing but the score."""
    (name, _), *more = table.outputs
    one = len(table.subjects) == 1 and not more and not table.first_that_applies
    plain = all(isinstance(row.values[0], ir.Const) and not row.notes.differs for row in table.rows)
    roots: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.pitfalls]
    roots += [*guideline.regimens.values(), *guideline.monitors.values(), *guideline.cautions]
    read = [node for root in roots for node in descend(root) if isinstance(node, (ir.NamedNumber, ir.Report))]
    times = sum(node.name == name if isinstance(node, ir.NamedNumber) else name in node.names for node in read)
    return one and plain and times == added[name]


def _points(wording: Wording, table: ir.Table) -> list[PointRow]:
    """The rows of a table of points."""
    subject = wording.subject(table.subjects[0])
    return [
        PointRow(points=minus(value.written), when=f"{subject} {wording.cell(row.cells[0])}")
        for row in table.rows
        for value in row.values
        if isinstance(value, ir.Const)
    ]


def minus(number: str) -> str:
    """A number with a minus sign, not a hyphen."""
    return number.replace("-", "−")


# --- causes, terms and formulas ---------------------------------------------------------------------------------------


def causes(wording: Wording) -> tuple[ItemList, ...]:
    """The defines that list conditions, those that only stand in another list told there."""
    lists = {d.name: d for d in wording.guideline.named if isinstance(d, ir.DefinedCondition) and _is_causes(d)}
    inner = {
        line.condition.name
        for define in lists.values()
        if define.form == "any"
        for line in define.lines
        if isinstance(line.condition, ir.NamedCondition)
    }
    inner = {name for name in inner if name in lists and lists[name].form == "any"}
    return tuple(_causes(wording, define, lists, inner) for name, define in lists.items() if name not in inner)


def _causes(
    wording: Wording, define: ir.DefinedCondition, lists: dict[str, ir.DefinedCondition], inner: set[str]
) -> ItemList:
    items: list[Said] = []
    for line in define.lines:
        refs = wording.refs(line.notes)
        match line.condition:
            case ir.NamedCondition(name=name) if name in inner and define.form == "any":
                nested = lists[name]
                text = "; ".join(_cause(wording, one) for one in nested.lines)
                own = wording.refs(*(one.notes for one in nested.lines))
                items.append(Said(lead=f"{capital(wording.title(name))}:", text=f"{text}.", refs=own or refs))
            case ir.SetHas() as listed:
                items.append(
                    Said(lead=f"{capital(wording.title(listed.name))}:", text=f"{_words(wording, listed)}.", refs=refs)
                )
            case condition:
                items.append(Said(text=f"{capital(_listed(wording, condition))}.", refs=refs))
    return ItemList(role=ListRole.CAUSE, title=_list_title(wording, define), items=tuple(items))


def _list_title(wording: Wording, define: ir.DefinedCondition) -> str:
    """The name of a list, and how many of it must hold."""
    title = capital(wording.title(define.name))
    if isinstance(define.condition, ir.AtLeast):
        return wording.say("at_least_n_of", title, str(define.condition.count))
    return title if define.form == "expr" else wording.say(f"{define.form}_of", title)


def _cause(wording: Wording, line: ir.ConditionLine) -> str:
    return _listed(wording, line.condition)


def _listed(wording: Wording, condition: ir.AnyCondition) -> str:
    """A condition of a list; the words of a set are its items."""
    if isinstance(condition, ir.SetHas):
        return f"{wording.title(condition.name)} ({_words(wording, condition)})"
    return wording.condition(condition)


def _words(wording: Wording, condition: ir.SetHas) -> str:
    return ", ".join(printed.word_title(wording.guideline, condition.name, word) for word in condition.words)


def terms(wording: Wording) -> tuple[ItemList, ...]:
    """What the other names stand for: conditions, formulas, values by cases, what a question defines, and how recent a
    value must be. Those by which a table or a score is read stand before it, unless they rest on one themselves."""
    items = list(_terms(wording))
    first = _read_by_tables(wording.guideline)
    lists = {
        True: [said for name, said in items if name in first],
        False: [s for name, s in items if name not in first],
    }
    return tuple(ItemList(role=ListRole.TERM, items=tuple(said), first=key) for key, said in lists.items() if said)


def _terms(wording: Wording) -> Iterator[tuple[str, Said]]:
    """Each term with the name that it explains."""
    told = names_computed(wording)
    for named in wording.guideline.named:
        match named:
            case ir.DefinedNumber(name=name) if name in told:
                pass
            case ir.DefinedCondition(lines=()) if not _is_limit(named):
                yield named.name, _term(wording, named.name, f"{wording.condition(named.condition)}.", named.notes, ":")
            case ir.DefinedCondition() if named.lines and not _is_causes(named):
                yield named.name, _listed_term(wording, named)
            case ir.DefinedNumber() if not _only_rounds(wording.guideline, named):
                yield named.name, formula(wording, named)
            case ir.DefinedCases():
                text = "; ".join(_case(wording, case) for case in named.cases)
                notes = (named.notes, *(case.notes for case in named.cases))
                said = _term(wording, named.name, f"{text}.", ir.NO_NOTES, " =")
                yield named.name, replace(said, refs=wording.refs(*notes))
            case _:
                pass
    for name, declared in wording.guideline.inputs.items():
        if declared.ask is not None and _tells_more(declared):
            lead = f"{capital(declared.title)}:"
            yield name, Said(lead=lead, text=declared.ask, refs=wording.refs(declared.notes))
        if declared.valid is not None:
            age = wording.say("no_older", _time(wording, declared.valid))
            yield name, Said(lead=f"{capital(declared.title)}:", text=f"{age}.", refs=wording.refs(declared.notes))


def _time(wording: Wording, days: Fraction) -> str:
    """A time in the longest of days, hours and minutes that has no broken number."""
    found = next((each for each in _UNITS_OF_TIME if (days * each[1]).denominator == 1), _UNITS_OF_TIME[-1])
    return wording.quantity(decimal_text(days * found[1])[0], found[0])


def _read_by_tables(guideline: ir.Guideline) -> set[str]:
    """The names by which a table or a score is read, themselves or through others, that rest on none."""
    tables = (ir.Table, ir.Score)

    def below(node: ir.Node) -> tuple[set[str], bool]:
        """The names that a node rests on, and whether a table or a score is among them."""
        found, on_table = set(names_read(node)), False
        for name in tuple(found):
            home = guideline.named_by_name.get(name)
            if isinstance(home, tables):
                on_table = True
            elif home is not None:
                inner, deeper = below(home)
                found, on_table = found | inner, on_table or deeper
        return found, on_table

    read = set[str]().union(*(below(one)[0] for one in guideline.named if isinstance(one, tables)))
    homes = {name: guideline.named_by_name.get(name) for name in read}
    return {name for name, home in homes.items() if home is None or not (isinstance(home, tables) or below(home)[1])}


def _tells_more(declared: ir.Input) -> bool:
    """Whether the question that the author asks defines what the title only names."""
    title = set(_TELLING.findall(declared.title.lower()))
    return len({*_TELLING.findall((declared.ask or "").lower())} - title - _ASKING) >= _DEFINES


def _listed_term(wording: Wording, named: ir.DefinedCondition) -> Said:
    """A list of conditions as one sentence, each with its own references where they differ."""
    word = "and" if named.form == "all" else "or"
    same = len({line.notes.sources for line in named.lines}) == 1
    said = []
    for line in named.lines:
        refs = "" if same else reference(wording.refs(line.notes))
        said.append(f"{wording.beside(line.condition, word)} {refs}".strip())
    joint = "; " if named.form == "at_least" else f"; {wording.say(word)} "
    lead = f"{_list_title(wording, named)}:" if named.form == "at_least" else f"{capital(wording.title(named.name))}:"
    notes = (named.notes, *(line.notes for line in named.lines)) if same else (named.notes,)
    return Said(lead=lead, text=f"{joint.join(said)}.", refs=wording.refs(*notes))


def _is_causes(define: ir.DefinedCondition) -> bool:
    """Whether a list names things to look for, one or more of them; any other is a term made of conditions."""
    simple = (ir.Flag, ir.SetHas, ir.NamedCondition, ir.WordIs)
    many = len(define.lines) > _SHORT_LIST or any(isinstance(line.condition, ir.SetHas) for line in define.lines)
    return define.form == "any" and many and all(isinstance(line.condition, simple) for line in define.lines)


def _term(wording: Wording, name: str, text: str, notes: ir.Notes, mark: str) -> Said:
    return Said(lead=f"{capital(wording.title(name))}{mark}", text=text, refs=wording.refs(notes))


def formula(wording: Wording, named: ir.DefinedNumber) -> Said:
    """A formula; what its author says of it in words comes first, for nobody works out a power at the bedside."""
    formula = "; ".join((wording.number(named.value), *_changes(wording, named)))
    if not named.notes.because:
        return _term(wording, named.name, f"{formula}.", named.notes, " =")
    exactly = wording.say("exactly", formula)
    return _term(wording, named.name, f"{named.notes.because.rstrip('.')}. {exactly}.", named.notes, ":")


def _changes(wording: Wording, named: ir.DefinedNumber) -> Iterator[str]:
    """How a value comes from its own unit into that of the formula: ``serum creatinine: mg/dL = µmol/L × 0.011312``."""
    told: set[str] = set()
    for node in descend(named.value):
        if not isinstance(node, ir.Scaled) or not isinstance(node.operand, ir.InputNumber):
            continue
        _, _, unit = wording.guideline.source.text[node.span.start : node.span.end].rpartition(" in ")
        if node.factor == 1 or node.offset or not unit or node.operand.name in told:
            continue
        told.add(node.operand.name)
        number, exact = decimal_text(node.factor)
        factor = number if exact else wording.say("about", rounded(node.factor)[0])
        own = wording.unit(node.operand.measure.unit.text)
        yield wording.say("converts", wording.title(node.operand.name), wording.unit(unit), own, factor)


def _only_rounds(guideline: ir.Guideline, named: ir.DefinedNumber) -> bool:
    """Whether a define rounds another for a report, and nothing decides or doses by it."""
    inner: ir.AnyNumber = named.value
    while isinstance(inner, (ir.RoundTo, ir.Scaled)):
        inner = inner.operand
    if not isinstance(inner, ir.NamedNumber) or not any(isinstance(node, ir.RoundTo) for node in descend(named.value)):
        return False
    roots: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.pitfalls]
    roots += [*guideline.regimens.values(), *guideline.monitors.values(), *guideline.cautions]
    return named.name not in names_of(tuple(roots))


def _case(wording: Wording, case: ir.ValueCase) -> str:
    value = value_text(wording, case.value)
    if case.condition is None:
        return wording.say("value_otherwise", value)
    return wording.say("value_when", value, wording.condition(case.condition))


def value_text(wording: Wording, value: ir.AnyValue, of: str = "") -> str:
    """A value of a table or a define by cases; ``of`` names the output whose words it takes."""
    match value:
        case ir.WordValue(word=word):
            return printed.word_title(wording.guideline, of, word)
        case ir.TextValue(text=text):
            return text
        case ir.UnspecifiedValue(text=text):
            return wording.say("no_value_only", text) if text else wording.say("no_value")
        case _:
            return wording.number(value)


def names_of(nodes: tuple[ir.Node, ...]) -> set[str]:
    """The names that some nodes read."""
    return {name for node in nodes for name in names_read(node)}
