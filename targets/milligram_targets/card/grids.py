"""The tables of a guideline as grids.

Enters: the IR's tables. Leaves: `Grid` values: two inputs of words make a grid of rows and columns, as KDIGO prints
it; any other table is a row of cells for each of its rows.

    g1, g2 | a1 | low          ->            | a1   | a2
    g1, g2 | a2 | moderate         g1 or g2  | low  | moderate

What the guideline's formulas make of a value stands beside it, in a column of its own under one head; where a regimen
doses by it, the table stands with the regimen.

    First bag                      mL  | mg   | mL/h
    first_bag_concentrate  34 mL   34  | 6800 | 234
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from milligram.ir import nodes as ir
from milligram.ir import print as printed
from milligram.ir.walk import inputs_read

from milligram_targets.card.computed import Computed, computed
from milligram_targets.card.model import Grid, Said
from milligram_targets.card.named import formula, tables_of_points, value_text
from milligram_targets.card.text import reference
from milligram_targets.card.unknown import always_known
from milligram_targets.card.wording import Wording, capital, sentence, stopped, uncapital

_WIDEST = 42
"""Characters that the longest words of a grid may have together, one in each of its columns; a wider one is printed by
rows."""


def grids(wording: Wording) -> tuple[Grid, ...]:
    """Every table, but those whose rows stand in a score, and those that stand with a regimen."""
    told = tables_of_points(wording.guideline).keys()
    with_regimens = [table for regimen in wording.guideline.regimens.values() for table in _dosing(wording, regimen)]
    return tuple(
        _crossed(wording, named) or _by_rows(wording, named)
        for named in wording.guideline.named
        if isinstance(named, ir.Table) and not told & {name for name, _ in named.outputs} and named not in with_regimens
    )


def dose_grids(wording: Wording, regimen: ir.Regimen) -> tuple[Grid, ...]:
    """The tables in which the doses of a regimen are looked up: every row has them ready."""
    title = wording.inline(regimen.name)
    return tuple(
        replace(
            _by_rows(wording, table),
            title=wording.say(
                "by", capital(title), wording.say.join([wording.subject(one) for one in table.subjects], "and")
            ),
        )
        for table in _dosing(wording, regimen)
    )


def _dosing(wording: Wording, regimen: ir.Regimen) -> list[ir.Table]:
    """The tables with formulas, of which one is a dose of this regimen and of no other."""
    gives = {
        one.name: [
            give.dose.amount.name
            for step in one.steps
            for give in step.body
            if isinstance(give, ir.Give) and give.dose is not None and isinstance(give.dose.amount, ir.NamedNumber)
        ]
        for one in wording.guideline.regimens.values()
    }
    found = []
    for table in wording.guideline.named:
        names = {one.formula.name for one in computed(wording, table)} if isinstance(table, ir.Table) else set()
        homes = [name for name, amounts in gives.items() if names & set(amounts)]
        if isinstance(table, ir.Table) and homes == [regimen.name]:
            found.append(table)
    return found


def _title(wording: Wording, table: ir.Table) -> str:
    found = wording.say.join([wording.title(name) for name, _ in table.outputs], "and")
    by = wording.say.join([wording.subject(subject) for subject in table.subjects], "and")
    title = wording.say("by", capital(found), by)
    return wording.say("first", title) if table.first_that_applies else title


def _by_rows(wording: Wording, table: ir.Table) -> Grid:
    made = computed(wording, table)
    shared = len({wording.refs(row.notes) for row in table.rows}) == 1
    columns = [_columns(wording, table, at, made) for at in range(len(table.outputs))]
    rows = []
    for at, row in enumerate(table.rows):
        cells = [Said(text=wording.cell(cell)) for cell in row.cells]
        cells += [Said(text=column.cells[at]) for group in columns for column in group]
        cells[-1] = replace(cells[-1], refs=() if shared else wording.refs(row.notes))
        rows.append(tuple(cells))
    subjects = [capital(wording.subject(subject)) for subject in table.subjects]
    grouped = bool(made)
    return Grid(
        title=_title(wording, table),
        refs=_cited(wording, table, shared),
        heads=(*subjects, *(column.unit if grouped else capital(column.title) for one in columns for column in one)),
        groups=tuple((_group(group), len(group)) for group in columns) if grouped else (),
        rows=tuple(rows),
        keys=len(table.subjects),
        asks=_asks(wording, table),
        notes=(*_key(wording, columns), *_formulas(wording, made)) if grouped else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """What one column of values is called, the unit of its numbers (or the title again), and its cells."""

    title: str
    unit: str
    cells: tuple[str, ...]


def _columns(wording: Wording, table: ir.Table, at: int, made: tuple[Computed, ...]) -> list[_Column]:
    """The columns of an output: its own, and one for each formula that rests on it. Beside formulas a number stands
    bare under its unit, where all rows have the same."""
    name, _ = table.outputs[at]
    values = [row.values[at] for row in table.rows]
    own = _Column(
        title=wording.title(name),
        unit=wording.title(name),
        cells=tuple(value_text(wording, value, name) for value in values),
    )
    consts = [value for value in values if isinstance(value, ir.Const)]
    units = {const.written_unit or "" for const in consts}
    if made and len(consts) == len(values) and len(units) == 1 and (unit := wording.unit(*units)):
        own = replace(own, unit=unit, cells=tuple(const.written for const in consts))
    others = [
        _Column(title=wording.title(one.formula.name), unit=one.unit, cells=one.numbers)
        for one in made
        if one.output == name
    ]
    group = [own, *others]
    if len({column.unit for column in group}) < len(group):
        group = [replace(column, unit=f"{column.title}, {column.unit}".rstrip(", ")) for column in group]
    return group


def _alike(columns: list[_Column]) -> int:
    """How many words the titles of columns start with alike; each keeps one of its own."""
    parted = [column.title.lower().split(" ") for column in columns]
    shortest = min(len(words) for words in parted)
    return next((at for at in range(shortest - 1) if len({words[at] for words in parted}) > 1), shortest - 1)


def _group(columns: list[_Column]) -> str:
    """What columns belong to: ``First bag``; else the first of them."""
    words = columns[0].title.split(" ")
    return capital(" ".join(words[: _alike(columns) if len(columns) > 1 else len(words)]) or columns[0].title)


def _key(wording: Wording, groups: list[list[_Column]]) -> tuple[Said, ...]:
    """What stands in each unit: once where it is alike in all groups."""
    keys: dict[str, None] = {}
    for group in groups:
        if len(group) > 1:
            alike = _alike(group)
            parts = [wording.say("in_unit", " ".join(one.title.split(" ")[alike:]), one.unit) for one in group]
            keys[sentence(wording.say.join(parts, "and"))] = None
    return tuple(Said(text=text) for text in keys)


def _asks(wording: Wording, table: ir.Table) -> Said | None:
    """What to find out where a table is read by labels, of which "not known" is none: neither yes nor no."""
    if not any(isinstance(subject, (ir.Flag, ir.NamedCondition)) for subject in table.subjects):
        return None
    read = dict.fromkeys(name for row in table.rows for name in inputs_read(row.condition, wording.guideline))
    known = always_known(wording.guideline)
    names = wording.named(name for name in read if name not in known)
    lead = f"{capital(wording.say('none_surely', names))}:"
    return Said(lead=lead, text=stopped(wording.say("find_out"))) if names else None


def _formulas(wording: Wording, made: tuple[Computed, ...]) -> tuple[Said, ...]:
    """How the values of a row follow from each other, as their author wrote it."""
    texts = []
    for one in made:
        said = formula(wording, one.formula)
        refs = f" {reference(said.refs)}" if said.refs else ""
        texts.append(f"{said.lead} {said.text.removesuffix('.')}{refs}")
    joined = "; ".join(text if not at else uncapital(text) for at, text in enumerate(texts))
    return (Said(text=f"{joined}."),) if joined else ()


def _cited(wording: Wording, table: ir.Table, shared: bool) -> tuple[int, ...]:
    """The sources of the whole table; of its rows too where they all cite the same."""
    return wording.refs(table.notes, *(row.notes for row in table.rows if shared))


# --- two inputs of words ----------------------------------------------------------------------------------------------


def _crossed(wording: Wording, table: ir.Table) -> Grid | None:
    """The grid of two inputs of words; None where the table is no such grid."""
    across = _words(wording, table, 1)
    down = _words(wording, table, 0)
    refs = {wording.refs(row.notes) for row in table.rows}
    if len(table.subjects) != 2 or not across or not down or len(refs) > 1:
        return None
    if table.first_that_applies or any(row.notes.differs for row in table.rows):
        return None
    lines: list[tuple[list[str], tuple[Said, ...]]] = []
    for word in down:
        cells = []
        for other in across:
            row = next((row for row in table.rows if _holds(row.cells[0], word) and _holds(row.cells[1], other)), None)
            cells.append(_values(wording, table, row))
        if lines and lines[-1][1] == tuple(cells):
            lines[-1][0].append(word)
        else:
            lines.append(([word], tuple(cells)))
    cells_of = [said for _, row in lines for said in row]
    longest = max((len(word) for said in cells_of for word in f"{said.lead} {said.text}".split()), default=0)
    if longest * (len(across) + 1) > _WIDEST:
        return None
    first, second = (wording.subject(subject) for subject in table.subjects)
    return Grid(
        title=_title(wording, table),
        refs=_cited(wording, table, True),
        heads=(capital(first), *(_word(wording, table, 1, word) for word in across)),
        rows=tuple(
            (Said(text=wording.say.join([_word(wording, table, 0, word) for word in group], "or")), *cells)
            for group, cells in lines
        ),
        over=capital(second),
    )


def _words(wording: Wording, table: ir.Table, at: int) -> tuple[str, ...]:
    """The words of one input of a table, in their order."""
    subject = table.subjects[at] if at < len(table.subjects) else None
    match subject:
        case ir.InputWord(name=name):
            kind = wording.guideline.inputs[name].type
        case ir.NamedWord(name=name):
            home = wording.guideline.named_by_name[name]
            if isinstance(home, ir.Table):
                kind = dict(home.outputs)[name]
            elif isinstance(home, ir.DefinedCases):
                kind = home.type
            else:
                return ()
        case _:
            return ()
    return kind.words if isinstance(kind, ir.WordType) else ()


def _word(wording: Wording, table: ir.Table, at: int, word: str) -> str:
    subject = table.subjects[at]
    assert isinstance(subject, (ir.InputWord, ir.NamedWord))
    return printed.word_title(wording.guideline, subject.name, word)


def _holds(cell: ir.AnyCondition, word: str) -> bool:
    match cell:
        case ir.WordIs(words=accepted):
            return word in accepted
        case ir.Always(value=value):
            return value
        case ir.Any(operands=operands):
            return any(_holds(operand, word) for operand in operands)
        case _:
            return False


def _values(wording: Wording, table: ir.Table, row: ir.TableRow | None) -> Said:
    if row is None:
        return Said(text="")
    texts = [value_text(wording, value, name) for value, (name, _) in zip(row.values, table.outputs, strict=True)]
    return Said(lead=texts[0], text=", ".join(texts[1:])) if len(texts) > 1 else Said(text=texts[0])
