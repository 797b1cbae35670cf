"""What a hover says of each kind of name, of a quantity, a unit and a code, in Markdown.

Enters: a name with its declaration, or an amount. Leaves: Markdown; the author's words in it are set as words or code.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from milligram.diagnostics import Code
from milligram.diagnostics.manual import explain
from milligram.ir import nodes as ir
from milligram.ir.equivalents import measure_of
from milligram.ir.print import printed, title_of
from milligram.lsp.know import Known
from milligram.lsp.know.amounts import Amount, others, said, substances_of
from milligram.lsp.know.describe import type_text
from milligram.lsp.know.said_here import of_rules
from milligram.lsp.know.typed import type_of
from milligram.lsp.know.uses import Index, Use
from milligram.lsp.markup import code, fenced, plain
from milligram.quantity import Measure, Substances, conversion, decimal_text
from milligram.quantity import plain as decimal
from milligram.source import Span
from milligram.syntax import nodes as ast

MOST_LINES = 24
"""So much of a declaration is shown."""
MOST_INNER = 6
"""So many names in a definition are shown with theirs."""


def of_name(known: Known, index: Index, use: Use) -> str:
    """What a name is; empty where nothing is known of it."""
    if use.kind == "choice":
        return _choice(known, use)
    home = index.homes.get(use.name)
    line = f"line {known.source.line_of(home.span)}" if home is not None else ""
    match home:
        case ast.Input():
            return _input(known, home, line)
        case ast.Source():
            return _source(known, home, line)
        case ast.Define() | ast.Table() | ast.Score():
            return _definition(known, index, use.name, home, line)
        case ast.Substance():
            return _substance(known, home, line)
        case ast.DrugClass():
            return _class(known, home, use.name, line)
        case ast.Regimen() | ast.Monitor() | ast.Part() | ast.Pathway():
            head = _head(use.kind, use.name, home.label.value if home.label else None, line)
            rules = of_rules(known, use.name) if isinstance(home, ast.Regimen) else []
            return "\n\n".join([head, fenced(_written(known, home.span)), *(["\n".join(rules)] if rules else [])])
        case _:
            pass
    if use.kind == "guideline" and known.guideline is not None:
        return _head("guideline", use.name, known.guideline.title, f"version {known.guideline.version}")
    return _head(use.kind, use.name, None, "its declaration cannot be read yet") if use.name in index.kinds else ""


def _head(kind: str, name: str, label: str | None, where: str) -> str:
    word = "output of a table" if kind == "table" else kind
    told = f"**{word}** {code(name)}"
    if label:
        told += f" {plain(label)}"
    return f"{told} · {where}" if where else told


def _written(known: Known, span: Span) -> str:
    lines = known.source.slice(span).rstrip().split("\n")
    return "\n".join([*lines[:MOST_LINES], *(["…"] if len(lines) > MOST_LINES else [])])


# --- inputs, choices --------------------------------------------------------------------------------------------------


def _input(known: Known, home: ast.Input, line: str) -> str:
    parts = [_head("input", home.name.name, home.label.value if home.label else None, line)]
    facts = list(_facts(known, home))
    return "\n".join([*parts, "", *(f"- {fact}" for fact in facts)]) if facts else parts[0]


def _facts(known: Known, home: ast.Input) -> Iterator[str]:
    kind = type_of(known, home.name.name)
    match home.kind:
        case ast.QuantityKind(unit=unit, whole=whole):
            yield f"in {code(known.source.slice(unit.span))}{', whole' if whole else ''}"
        case ast.PlainKind() if kind is not None:
            yield plain(type_text(kind))
        case ast.ChoiceKind(several=several, choices=choices):
            yield ("any of " if several else "one of ") + ", ".join(_word(choice) for choice in choices)
        case _:
            pass
    if home.plausible is not None:
        yield _plausible(known, home)
    if home.valid is not None:
        yield f"valid for {plain(known.source.slice(home.valid.span))}"
    if home.ask is not None:
        yield f"asked as “{plain(home.ask.value)}”"
    if home.loinc is not None:
        yield f"LOINC {code(home.loinc.value)}"
    if home.snomed is not None:
        yield f"SNOMED CT {code(home.snomed.value)}"


def _word(choice: ast.Choice) -> str:
    label = f" “{plain(choice.label.value)}”" if choice.label else ""
    points = f" ({_points(choice.points)})" if choice.points else ""
    return f"{code(choice.name.name)}{label}{points}"


def _points(number: str) -> str:
    return f"{plain(number)} point{'' if number == '1' else 's'}"


def _plausible(known: Known, home: ast.Input) -> str:
    """The plausible range, and the same in the units that are used elsewhere."""
    given = known.guideline.inputs.get(home.name.name) if known.guideline else None
    if given is None or given.plausible is None or not isinstance(given.type, ir.NumberType):
        return f"plausible {plain(known.source.slice(home.plausible.span)) if home.plausible else ''}"
    low, high = given.plausible
    measure = given.type.measure
    written = given.plausible_written or (decimal_text(low)[0], decimal_text(high)[0])
    told = f"plausible {plain(written[0])} to {plain(written[1])} {plain(measure.unit.text)}, both included"
    substances = substances_of(known)
    second = next((amount.measure for amount in others(Amount(high, measure), substances)), None)
    if second is None or measure.of is None:
        return told
    ends = (conversion(measure, second, substances)(end) for end in (low, high))
    return f"{told}: {' to '.join(plain(decimal(end)) for end in ends)} {plain(second.unit.text)}"


def _choice(known: Known, use: Use) -> str:
    owner = use.owner or ""
    given = known.guideline.inputs.get(owner) if known.guideline else None
    choice = next((each for each in given.choices if each.word == use.name), None) if given else None
    told = f"**choice** {code(use.name)} of {code(owner)}"
    if choice is not None and choice.label:
        told += f": {plain(choice.label)}"
    if choice is not None and choice.points is not None:
        told += f", {_points(decimal_text(choice.points)[0])}"
    return told


# --- sources, drugs ---------------------------------------------------------------------------------------------------


def _source(known: Known, home: ast.Source, line: str) -> str:
    numbers = list(known.guideline.sources) if known.guideline else []
    number = f", number {numbers.index(home.name.name) + 1}" if home.name.name in numbers else ""
    parts = [f"**source** {code(home.name.name)}{number} · {line}", "", plain(home.title.value)]
    facts = [f"- {plain(name.name)}: {plain(text.value)}" for name, text in home.fields]
    facts += [f"- {plain(known.source.slice(finding.span))}" for finding in home.findings]
    grades = _grades(known, home.name.name)
    if grades:
        facts.append(f"- cited for advice graded {', '.join(plain(grade) for grade in grades)}")
    return "\n".join([*parts, *([""] if facts else []), *facts])


def _grades(known: Known, name: str) -> list[str]:
    """The grades of what cites a source, each once."""
    if known.guideline is None:
        return []
    from milligram.ir.walk import all_statements

    cited = (each.notes for each in all_statements(known.guideline) if name in each.notes.sources)
    return list(dict.fromkeys(f"({notes.grade})" for notes in cited if notes.grade))


def _substance(known: Known, home: ast.Substance, line: str) -> str:
    parts = [_head("substance", home.name.name, home.label.value if home.label else None, line)]
    found = substances_of(known).get(home.name.name)
    facts = []
    if home.formula is not None and found is not None and found.molar_mass is not None:
        facts.append(f"{code(home.formula)}: {plain(decimal_text(found.molar_mass)[0])} g/mol")
    if found is not None and found.charge:
        facts.append(f"charge {found.charge}: 1 mmol is {found.charge} mEq")
    if found is not None:
        facts += [_given(known, found.name, given) for _, given in found.gives]
    if home.in_unit is not None:
        facts.append(f"counted in {code(known.source.slice(home.in_unit.span))}, which no mass stands for")
    classes = _classes(known, home.name.name)
    if classes:
        facts.append(f"a member of {', '.join(code(name) for name in classes)}")
    lines = [*(f"- {fact}" for fact in facts), *of_rules(known, home.name.name)]
    return "\n".join([*parts, *([""] if lines else []), *lines])


def _given(known: Known, salt: str, given: str) -> str:
    """What 100 mg of a salt deliver."""
    substances = substances_of(known)
    measure = measure_of(f"mg of {salt}", None)
    assert measure is not None
    amounts = others(Amount(Fraction(100), measure), substances)
    told = [amount for amount in amounts if amount.measure.of == given and amount.measure.unit.text in ("mg", "mmol")]
    same = ", ".join(said(amount.value, amount.measure) for amount in told)
    return f"100 mg deliver {plain(same)}" if same else f"gives {code(given)}"


def _classes(known: Known, name: str) -> list[str]:
    drugs = known.guideline.drugs if known.guideline else {}
    return [drug.name for drug in drugs.values() if drug.is_class and name in drug.members]


def _class(known: Known, home: ast.DrugClass, name: str, line: str) -> str:
    if name != home.name.name:  # a member that nothing else declares
        classes = _classes(known, name) or [home.name.name]
        told = f"**drug** {code(name)} · a member of {', '.join(code(each) for each in classes)}"
        return "\n".join([told, "", *rules]) if (rules := of_rules(known, name)) else told
    members = ", ".join(code(member.name) for member in home.members)
    head = _head("class", name, home.label.value if home.label else None, line)
    rules = of_rules(known, name)
    told = f"{head}\n\ngiving it is giving any of {members}"
    return "\n".join([told, "", *rules]) if rules else told


# --- definitions ------------------------------------------------------------------------------------------------------


def _definition(known: Known, index: Index, name: str, home: ast.Define | ast.Table | ast.Score, line: str) -> str:
    """A definition in the author's words, and those of the names in it."""
    kind = index.kinds[name]
    label = None if isinstance(home, ast.Table) else home.label.value if home.label else None
    parts = [_head(kind, name, label, line)]
    found = type_of(known, name)
    if found is not None and not isinstance(home, ast.Score):
        parts[0] += f" · {plain(type_text(found))}"
    if isinstance(home, ast.Score) and (reach := _reach(known, name)):
        parts[0] += f" · {reach}"
    parts.append(fenced(_written(known, home.span)))
    inner = list(islice(_inner(index, home), MOST_INNER))
    if inner:
        shown = "\n".join(_written(known, each.span) for each in inner)
        parts.append(f"where\n\n{fenced(shown)}")
    return "\n\n".join(parts)


def _inner(index: Index, home: ast.Declaration) -> Iterator[ast.Declaration]:
    """The definitions of names in a definition, and of those in them, each once."""
    seen, waiting = {id(home)}, [home]
    while waiting:
        span = waiting.pop(0).span
        for use in index.uses:
            inner = index.homes.get(use.name)
            inside = span.start <= use.span.start < span.end and use.kind in ("define", "table", "score")
            if inside and inner is not None and id(inner) not in seen:
                seen.add(id(inner))
                waiting.append(inner)
                yield inner


def _reach(known: Known, name: str) -> str:
    """The least and the most points of a score whose lines are all plain numbers."""
    score = known.guideline.named_by_name.get(name) if known.guideline else None
    if not isinstance(score, ir.Score):
        return ""
    points = [line.points.value for line in score.lines if isinstance(line.points, ir.Const)]
    if len(points) != len(score.lines) or any(line.condition is None for line in score.lines):
        return ""
    low = sum((each for each in points if each < 0), Fraction(0))
    high = sum((each for each in points if each > 0), Fraction(0))
    return f"{plain(decimal_text(low)[0])} to {_points(decimal_text(high)[0])}"


# --- quantities, codes ------------------------------------------------------------------------------------------------


def of_amount(known: Known, amount: Amount, quantity: ast.Quantity) -> str:
    """A quantity in every other unit of its substance."""
    found = others(amount, substances_of(known))
    if not found:
        return ""
    said_once = printed(f"{quantity.number} {amount.measure.text}") if quantity.number == "1" else ""
    lines = [f"**{plain(said_once or f'{quantity.number} {amount.measure.text}')}** is", ""]
    lines += [f"- {plain(said(each.value, each.measure))}{_names(known, each)}" for each in found]
    if any(not decimal_text(each.value)[1] for each in found):
        lines += ["", "“about”: the decimal does not end"]
    if quantity.also:
        stated = ", ".join(known.source.slice(each.span) for each in quantity.also)
        lines += ["", f"stated as {plain(stated)}"]
    return "\n".join(lines)


def _names(known: Known, amount: Amount) -> str:
    """The label of a salt, where it has one."""
    of = amount.measure.of
    if of is None or known.guideline is None:
        return ""
    title = title_of(known.guideline, of)
    return "" if title == of.replace("_", " ") else f" ({plain(title)})"


def of_unit(known: Known, unit: str, of: str | None) -> str:
    """One of a unit in others that measure the same, of a substance."""
    measure = measure_of(unit, of)
    if measure is None:
        return ""
    if measure.unit.is_affine:  # 1 °C tells nobody anything
        return f"**unit** {code(unit)}{_thermometer(measure)}"
    found = others(Amount(Fraction(1), measure), substances_of(known))
    told = ", ".join(said(each.value, each.measure) for each in found)
    return f"**{plain(printed(f'1 {measure.text}'))}** is {plain(told)}" if told else f"**unit** {code(unit)}"


def _thermometer(measure: Measure) -> str:
    """What a fever is in the other unit."""
    celsius, fahrenheit = measure_of("Cel", None), measure_of("[degF]", None)
    if celsius is None or fahrenheit is None or measure.unit not in (celsius.unit, fahrenheit.unit):
        return ""
    return ": 38 °C is " + plain(decimal(conversion(celsius, fahrenheit, Substances())(Fraction(38)))) + " °F"


def of_code(found: Code) -> str:
    """The first paragraph of a code's page."""
    paragraphs = [part for part in explain(found).split("\n\n") if part.strip() and not part.startswith("#")]
    first = " ".join(paragraphs[0].split()) if paragraphs else ""
    return f"**{found.code}** {plain(found.title)}: {first}"
