"""What stands beside the pathways: the rules that forbid a drug, what the guideline's own words mean, the sources.

Enters: the IR. Leaves: a cluster of ``never`` rules, a box for each pitfall, one of the classes, defines, scores and
tables that the chart speaks of, a box for each, and one of the sources by their numbers.

    define low_magnesium: serum_magnesium under 0.70 mmol/L (also 1.7 mg/dL)
        ->  low magnesium: serum magnesium under 0.70 mmol/L (also at most 1.7 mg/dL)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.ir.drugs import rule_matches
from milligram.ir.walk import all_statements, descend, homes, names_read

from milligram_targets.flowchart import wording
from milligram_targets.flowchart.labels import references, tooltip
from milligram_targets.flowchart.model import Cluster, ClusterKind, Edge, EdgeKind, Node, NodeKind, Steps

MOST_LINES, MOST_CHARACTERS = 16, 1200
"""Rows of a table, or lines of a score, in one box."""
_WORD = re.compile(r"[^\W\d_]{4,}|\d[\d.]*")
_ASKING = {"there", "does", "have", "been", "what", "which", "with", "when", "patient", "this", "that", "were"}
"""Words of a question that define nothing."""
FEW_RULES = 4
"""Rules on one drug that stand on one line."""


def safety_cluster(guideline: ir.Guideline) -> Cluster:
    """Every pitfall with rules. A run comes to it where a rule keeps a give back or interrupts a regimen."""
    gives = [statement for statement in all_statements(guideline) if isinstance(statement, ir.Give)]
    nodes = [
        node
        for number, pitfall in enumerate(guideline.pitfalls, 1)
        if pitfall.rules
        for node in _pitfall(guideline, f"pitfall_{number}", pitfall, gives)
    ]
    return Cluster(identifier="safety", kind=ClusterKind.SAFETY, title="Never", nodes=tuple(nodes))


def _pitfall(guideline: ir.Guideline, identifier: str, pitfall: ir.Pitfall, gives: list[ir.Give]) -> Iterator[Node]:
    """One box; several where the rules are many."""
    by_target: dict[str, list[ir.NeverRule]] = {}
    for rule in pitfall.rules:
        by_target.setdefault(rule.target, []).append(rule)
    rules = [
        some
        for several in by_target.values()
        for some in ([several] if len(several) <= FEW_RULES else [[rule] for rule in several])
    ]
    lines = [_never(guideline, some) for some in rules]
    for number, start, stop in boxfuls(lines):
        here = [rule for some in rules[start:stop] for rule in some]
        yield Node(
            identifier=f"{identifier}_{number}" if number else identifier,
            kind=NodeKind.STOP,
            lines=(
                pitfall.text + (", continued" if number else references(guideline, pitfall.notes)),
                *lines[start:stop],
            ),
            file=guideline.source.path,
            line=guideline.line(pitfall),
            tooltip=tooltip(guideline, pitfall.notes),
            steps=tuple(step for rule in here for step in _met(guideline, rule, gives)),
        )


def _never(guideline: ir.Guideline, rules: list[ir.NeverRule]) -> str:
    """Rules on one drug: ``– never give magnesium when creatinine clearance is unknown or …``."""
    when = wording.condition(_any([rule.condition for rule in rules]), guideline, also=True)
    return f"– never give {words.title_of(guideline, rules[0].target)} when {when}"


def _met(guideline: ir.Guideline, rule: ir.NeverRule, gives: list[ir.Give]) -> Steps:
    """A run meets the rule: it interrupts a regimen, or keeps back a give that it may concern."""
    kept_back = (
        (give.id, rule.id)
        for give in gives
        if rule.target in guideline.regimens
        or give.what in guideline.regimens
        or rule_matches(guideline, rule.target, give.what)
    )
    return ((rule.id, None), *kept_back)


def boxfuls(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """What goes into one box: its number from 0, its first line, and the line behind its last."""
    number = start = 0
    while start < len(lines):
        stop, length = start + 1, len(lines[start])
        while stop < min(len(lines), start + MOST_LINES) and length + len(lines[stop]) <= MOST_CHARACTERS:
            length += len(lines[stop])
            stop += 1
        yield number, start, stop
        number, start = number + 1, stop


def _any(conditions: list[ir.AnyCondition]) -> ir.AnyCondition:
    return conditions[0] if len(conditions) == 1 else ir.Any(operands=tuple(conditions))


def terms_cluster(guideline: ir.Guideline) -> Cluster:
    """Every named value that the chart speaks of, every one that these are made of; before them the classes of drugs,
    and the inputs of which a question says more than the title; each in the author's order."""
    spoken = _spoken(guideline)
    nodes = list(_classes(guideline))
    nodes += [_question(guideline, each) for each in guideline.inputs.values() if each.name in spoken and _tells(each)]
    nodes += [
        node
        for home in guideline.named
        if spoken & set(_names(home))
        for node in _term(guideline, home, (*_lines(guideline, home), *_reason(home)))
    ]
    return Cluster(identifier="terms", kind=ClusterKind.TERMS, title="What the words mean", nodes=tuple(nodes))


def _classes(guideline: ir.Guideline) -> Iterator[Node]:
    """The drugs of each class that is spoken of, and of those in it; not where the title names them itself."""
    waiting = [name for home in homes(guideline) for node in descend(home) for name in _drugs_of(node)]
    spoken: set[str] = set()
    while waiting:
        if (drug := guideline.drugs.get(waiting.pop())) is not None and drug.name not in spoken:
            spoken.add(drug.name)
            waiting.extend(drug.members)
    for drug in guideline.drugs.values():
        members = words.join((words.title_of(guideline, name) for name in drug.members), "or")
        if drug.name in spoken and members and members.casefold() != drug.title.casefold():
            yield Node(
                identifier=f"class_{drug.name}",
                kind=NodeKind.TERM,
                lines=(f"{drug.title}: {members}{references(guideline, drug.notes)}",),
                file=guideline.source.path,
                line=guideline.line(drug),
                tooltip=tooltip(guideline, drug.notes),
            )


def _drugs_of(node: ir.Node) -> Iterator[str]:
    """The drugs and classes that a node names itself."""
    match node:
        case (
            ir.Give(what=name)
            | ir.Stop(what=name)
            | ir.Hold(what=name)
            | ir.AdviseAgainst(what=name)
            | ir.Suggest(what=name)
            | ir.NeverRule(target=name)
            | ir.Caution(target=name)
            | ir.Regimen(of=name)
        ) if name is not None:
            yield name
        case _:
            pass


def dose_links(guideline: ir.Guideline, drawn: Iterable[Node]) -> Iterator[Edge]:
    """From each box that gives a dose by a table to that table, also where a define stands between the two."""
    drugs = [node for node in drawn if node.kind is NodeKind.DRUG]
    for give in all_statements(guideline):
        if not isinstance(give, ir.Give) or give.dose is None:
            continue
        read = _behind(guideline, names_read(give.dose))
        table = next(
            (each for each in guideline.named if isinstance(each, ir.Table) and read & set(_names(each))), None
        )
        if table is None:
            continue
        for node in drugs:
            steps = tuple(step for step in node.steps if step[0] == give.id)
            if steps:
                target = f"term_{_names(table)[0]}_0"
                yield Edge(source=node.identifier, target=target, kind=EdgeKind.LINK, steps=steps)


def _tells(declared: ir.Input) -> bool:
    """Whether the question that the author asks says more than the title: a word of four letters or more."""
    title = {word.casefold() for word in _WORD.findall(declared.title)}
    return any(word.casefold() not in title | _ASKING for word in _WORD.findall(declared.ask or ""))


def _question(guideline: ir.Guideline, declared: ir.Input) -> Node:
    return Node(
        identifier=f"asked_{declared.name}",
        kind=NodeKind.TERM,
        lines=(f"{declared.title}: “{declared.ask}”{references(guideline, declared.notes)}",),
        file=guideline.source.path,
        line=guideline.line(declared),
        tooltip=tooltip(guideline, declared.notes),
    )


def _reason(home: ir.Named) -> tuple[str, ...]:
    """Why a name means this, as its author says it: such as the values at a few points of a formula."""
    return (f"because “{home.notes.because}”",) if home.notes.because else ()


def sources_cluster(guideline: ir.Guideline) -> Cluster:
    """The sources by their numbers, as references name them: a box for each, which leads to its line."""
    nodes = (_source(guideline, number, source) for number, source in enumerate(guideline.sources.values(), 1))
    return Cluster(identifier="sources", kind=ClusterKind.SOURCES, title="Sources", nodes=tuple(nodes))


def _source(guideline: ir.Guideline, number: int, source: ir.EvidenceSource) -> Node:
    told = dict(source.fields)
    year = told.pop("year", "")
    return Node(
        identifier=f"source_{number}",
        kind=NodeKind.TERM,
        lines=(f"[{number}] {source.title}" + (f" ({year})" if year else ""),),
        file=guideline.source.path,
        line=guideline.line(source),
        tooltip="; ".join(f"{name}: {text}" for name, text in told.items()),
    )


def _names(home: ir.Named) -> tuple[str, ...]:
    return tuple(name for name, _ in home.outputs) if isinstance(home, ir.Table) else (home.name,)


def _spoken(guideline: ir.Guideline) -> set[str]:
    """The names in what is drawn, and those behind them."""
    values = {id(home) for home in guideline.named}
    drawn = [home for home in homes(guideline) if id(home) not in values and not isinstance(home, ir.Impossible)]
    waiting = [name for home in drawn for name in names_read(home)]
    for statement in all_statements(guideline):
        match statement:
            case ir.Report(names=names):
                waiting.extend(names)
            case _:
                pass
    return _behind(guideline, waiting)


def _behind(guideline: ir.Guideline, read: Iterable[str]) -> set[str]:
    """Names, and all that these are made of."""
    waiting = list(read)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        home = guideline.named_by_name.get(name)
        if name in guideline.inputs:
            found.add(name)
        if home is not None and name not in found:
            found.add(name)
            waiting.extend(names_read(home))
    return found


def _term(guideline: ir.Guideline, home: ir.Named, lines: tuple[str, ...]) -> Iterator[Node]:
    """One box; several where the lines are many."""
    said = words.join((words.title_of(guideline, name) for name in _names(home)), "and")
    by = ""
    match home:
        case ir.Table(subjects=subjects):
            by = f" by {words.join((words.subject_text(subject, guideline) for subject in subjects), 'and')}"
            by += _cited_by_all(guideline, home) if len(lines) > 1 else ""
        case ir.DefinedCondition(lines=tuple(several)) if several:
            by = f", {_form(home)}"
        case _:
            pass
    if isinstance(home, ir.Table | ir.DefinedCases) and home.first_that_applies:
        by += ", the first that applies"
        lines = tuple(f"{i}. {line}" if i <= _turns(home) else line for i, line in enumerate(lines, 1))
    columns, rows = _grid(guideline, home) if isinstance(home, ir.Table) and len(lines) > 1 else ((), ())
    for number, start, stop in boxfuls(lines):
        some = lines[start:stop]
        head = f"{said}{by}{', continued' if number else ''}"
        yield Node(
            identifier=f"term_{_names(home)[0]}_{number}",
            kind=NodeKind.TERM,
            lines=(f"{head}: {some[0]}",) if len(lines) == 1 else (f"{head}:", *some),
            file=guideline.source.path,
            line=guideline.line(home),
            tooltip=tooltip(guideline, home.notes),
            grid=(columns, *rows[start:stop]) if rows[start:stop] else (),
        )


def _lines(guideline: ir.Guideline, home: ir.Named) -> tuple[str, ...]:
    """What a name means, a line for each of its parts."""
    cited = references(guideline, home.notes)
    match home:
        case ir.DefinedCondition(lines=lines) if lines:
            return tuple(_condition(guideline, line.condition, line.notes) for line in lines)
        case ir.DefinedCondition(condition=condition):
            *first, last = wording.lines(condition, guideline, also=True)
            return (*first, last + cited)
        case ir.DefinedNumber(value=value):
            return (wording.formula(value, guideline) + cited, *wording.changes(value, guideline))
        case ir.DefinedCases(cases=cases):
            return tuple(
                f"{_value(guideline, home.name, case.value)} {_when(guideline, case.condition)}"
                + (references(guideline, case.notes) or cited)
                for case in cases
            )
        case ir.Score(lines=lines):
            return tuple(_points(guideline, line) for line in lines)
        case ir.Table(rows=rows):
            own = len(rows) == 1 or not _cited_by_all(guideline, home)
            return tuple(_row(guideline, home, row) + (references(guideline, row.notes) if own else "") for row in rows)
        case _:
            assert_never(home)


def _row(guideline: ir.Guideline, table: ir.Table, row: ir.TableRow) -> str:
    """A row, each of several cells and values with the name of its column: ``… kg: first volume 34 mL; second …``."""
    cells = [wording.cell(cell, guideline) for cell in row.cells]
    values = [_value(guideline, name, value) for (name, _), value in zip(table.outputs, row.values, strict=True)]
    if len(cells) > 1:
        cells = [
            f"{words.subject_text(each, guideline)} {cell}" for each, cell in zip(table.subjects, cells, strict=True)
        ]
    if len(values) > 1:
        values = [
            f"{words.title_of(guideline, name)} {value}" for (name, _), value in zip(table.outputs, values, strict=True)
        ]
    return f"{'; '.join(cells)}: {'; '.join(values)}"


def _grid(guideline: ir.Guideline, table: ir.Table) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names of a table's columns, and its rows; sources that not all rows share in a column of their own."""
    named = [words.subject_text(each, guideline) for each in table.subjects]
    named += [words.title_of(guideline, name) for name, _ in table.outputs]
    rows = [
        [
            *(wording.cell(cell, guideline) for cell in row.cells),
            *(_value(guideline, name, value) for (name, _), value in zip(table.outputs, row.values, strict=True)),
        ]
        for row in table.rows
    ]
    cited = [references(guideline, row.notes).strip() for row in table.rows]
    if any(cited) and not _cited_by_all(guideline, table):
        named.append("source")
        rows = [[*row, sources] for row, sources in zip(rows, cited, strict=True)]
    if table.first_that_applies:
        rows = [[f"{turn}. {first}", *rest] for turn, (first, *rest) in enumerate(rows, 1)]
    return tuple(named), tuple(map(tuple, rows))


def _cited_by_all(guideline: ir.Guideline, table: ir.Table) -> str:
    """The references of every row, where all rows have the same."""
    cited = {references(guideline, row.notes) for row in table.rows}
    return cited.pop() if len(cited) == 1 else ""


def _turns(home: ir.Table | ir.DefinedCases) -> int:
    """How many rows or cases are tried in turn: all but ``otherwise``."""
    if isinstance(home, ir.Table):
        return len(home.rows)
    return sum(case.condition is not None for case in home.cases)


def _form(home: ir.DefinedCondition) -> str:
    if isinstance(home.condition, ir.AtLeast):
        return f"at least {home.condition.count} of"
    return "all of" if home.form == "all" else "any of"


def _condition(guideline: ir.Guideline, condition: ir.AnyCondition, notes: ir.Notes) -> str:
    return f"– {wording.condition(condition, guideline, also=True)}{references(guideline, notes)}"


def _when(guideline: ir.Guideline, condition: ir.AnyCondition | None) -> str:
    return "otherwise" if condition is None else f"when {wording.condition(condition, guideline, also=True)}"


def _points(guideline: ir.Guideline, line: ir.ScoreLine) -> str:
    cited = references(guideline, line.notes)
    points = wording.formula(line.points, guideline)
    if line.condition is None:
        return f"add {points}{cited}"
    return f"{points} when {wording.condition(line.condition, guideline, also=True)}{cited}"


def _value(guideline: ir.Guideline, name: str, value: ir.AnyValue) -> str:
    match value:
        case ir.WordValue(word=word):
            return words.word_title(guideline, name, word)
        case ir.TextValue(text=text):
            return text
        case ir.UnspecifiedValue(text=text):
            return f"not stated: “{text}”" if text else "not stated"
        case _:
            return wording.formula(value, guideline)
