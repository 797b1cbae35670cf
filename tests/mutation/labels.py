"""From what the oracle met to the codes that are truly there.

Enters: a guideline, what the oracle met in it, and its syntax tree. Leaves: `Labels`: each fault that is present, as
the set of codes by which it may rightly be called, and the codes that nobody decides here.

    a gap at exactly 30 mL/min  ->  {MG104}        a give although a rule on it is true  ->  {MG401}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from milligram.ir import nodes as ir
from milligram.ir.walk import blocks, descend
from milligram.syntax import nodes as n
from milligram.syntax.walk import descend as descend_tree

from .advice import standing_conditions
from .lazy import Assignment, Variable
from .oracle import Oracle
from .people import Seen

GAPS = frozenset({"MG101", "MG104", "MG111"})
OVERLAPS = frozenset({"MG102", "MG103"})


@dataclass(slots=True)
class Labels:
    """What is present, each with where and for whom; what is not decided."""

    present: dict[frozenset[str], str] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def add(self, codes: str | Iterable[str], why: str) -> None:
        key = frozenset({codes}) if isinstance(codes, str) else frozenset(codes)
        self.present.setdefault(key, why)

    def copy(self) -> Labels:
        return Labels(dict(self.present), set(self.open))


def labels(oracle: Oracle, seen: Seen, file: n.File) -> Labels:
    """Every code that the oracle decides."""
    found = Labels()
    guideline = oracle.guideline
    _choices(oracle, seen, found)
    _unreached(oracle, seen, found)
    _safety(guideline, seen, found)
    for message, patient in seen.undefined.values():
        if not any(words in message for words in ("no case of", "several", "follows itself", "gives itself")):
            found.add("MG307", f"{message}: {shown(patient)}")
    for name, value in oracle.cells.outside():
        found.add({"MG110", "MG305"}, f"{name} {value}")
    label_written(file, found)
    return found


def shown(patient: Assignment) -> str:
    """A patient for people who look into a disagreement."""
    return ", ".join(
        f"{name if kind == 'input' else f'{name} {kind}'} {_plain(value)}" for (kind, name), value in patient.items()
    )


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value) if value.denominator < 1000 else f"{float(value):.9g}"
    return "unknown" if value is None else str(value)


# --- gaps and overlaps ------------------------------------------------------------------------------------------------


def _choices(oracle: Oracle, seen: Seen, found: Labels) -> None:
    homes = dict(_homes(oracle.guideline))
    for key, patients in seen.gaps.items():
        place, conditions = homes[key]
        for codes in _widths(oracle, conditions, patients, "MG101", "MG104", "MG111"):
            found.add(codes, f"{place}: {shown(patients[0])}")
    if set(seen.open_gaps) - set(seen.gaps):
        found.open |= GAPS
    pairs = Counter(key for key, *_ in seen.overlaps)
    for (key, *_), patients in seen.overlaps.items():
        place, conditions = homes[key]
        widths = _widths(oracle, conditions, patients, "MG102", "MG103", None)
        for codes in (OVERLAPS,) if pairs[key] > 1 else widths:  # several rows at one place are told as one
            found.add(codes, f"{place}: {shown(patients[0])}")


def _homes(guideline: ir.Guideline) -> Iterator[tuple[int, tuple[str, list[ir.AnyCondition]]]]:
    for body in blocks(guideline):
        for statement in body:
            for node in descend(statement):
                if isinstance(node, ir.Decide):
                    conditions = [branch.condition for branch in node.branches if branch.condition is not None]
                    yield node.id, (f"decide, line {guideline.line(node)}", conditions)
    for home in guideline.named:
        if isinstance(home, ir.Table | ir.DefinedCases):
            rows = home.rows if isinstance(home, ir.Table) else home.cases
            conditions = [row.condition for row in rows if row.condition is not None]
            yield -1 - home.span.start, (f"table or define, line {guideline.line(home)}", conditions)


def _widths(
    oracle: Oracle,
    conditions: list[ir.AnyCondition],
    patients: list[Assignment],
    wide: str,
    point: str,
    narrow: str | None,
) -> Iterator[frozenset[str]]:
    """The codes for the stretches of one value in which patients fall; any of the family where several values count."""
    family = frozenset({wide, point} | ({narrow} if narrow else set()))
    read = frozenset[Variable]()
    for condition in conditions:
        read |= oracle.reads.of(condition)
    if len(read) == 2 and {kind for kind, _ in read} == {"step", "time"}:
        yield family
        return
    if len(read) != 1:
        yield family
        return
    (variable,) = read
    values = {patient[variable] for patient in patients if variable in patient}
    if variable[0] == "input" and isinstance(oracle.guideline.inputs[variable[1]].type, ir.NumberType):
        if oracle.cells.is_joint(variable):
            yield family
            return
        numbers = sorted(value for value in values if isinstance(value, Fraction))
        if oracle.cells.is_whole(variable):
            for value in numbers:
                yield frozenset({point if oracle.cells.alone.get((variable, value)) else wide})
            return
        unit = _printed(conditions)
        for group in _stretches(oracle, variable, numbers):
            alone = len(group) == 1 and oracle.cells.alone.get((variable, group[0]), False)
            low, high = oracle.cells.around(variable, group[0])[0], oracle.cells.around(variable, group[-1])[1]
            if low == high:
                yield frozenset({point}) if alone else family
            elif narrow is not None and high - low <= unit:
                # 14 to under 15 is as wide as what lies between 14 and 15, and may be meant
                yield frozenset({narrow} if alone else {narrow, wide})
            else:
                yield frozenset({wide})
    elif variable[0] in ("step", "score"):
        numbers = sorted(set(_numbers(values)))
        runs = [list(run) for _, run in groupby(enumerate(numbers), lambda item: item[1] - item[0])]
        for run in runs:
            yield frozenset({point if len(run) == 1 else wide})
    else:
        yield frozenset({wide})


def _stretches(oracle: Oracle, variable: Variable, numbers: list[Fraction]) -> list[list[Fraction]]:
    """Values whose cells touch, taken together."""
    groups: list[list[Fraction]] = []
    for value in numbers:
        if groups and oracle.cells.around(variable, groups[-1][-1])[1] == oracle.cells.around(variable, value)[0]:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def _numbers(values: Iterable[object]) -> Iterator[Fraction]:
    for value in values:
        match value:
            case int() | Fraction():
                yield Fraction(value)
            case tuple():
                yield from (member for member in value if isinstance(member, Fraction))
            case _:
                pass


def _printed(conditions: Iterable[ir.AnyCondition]) -> Fraction:
    """One unit of the last digit that the conditions print."""
    digits = [
        len(node.written.partition(".")[2])
        for condition in conditions
        for node in descend(condition)
        if isinstance(node, ir.Const)
    ]
    return Fraction(1, 10 ** max(digits, default=0))


# --- what nobody reaches ----------------------------------------------------------------------------------------------


def _unreached(oracle: Oracle, seen: Seen, found: Labels) -> None:
    guideline = oracle.guideline
    entered = list(_running(guideline, seen))
    while entered:
        body = entered.pop()
        over = False
        for statement in body:
            line = guideline.line(statement)
            if over:
                found.add("MG108", f"behind an end or continue, line {line}")
                break
            if statement.id not in seen.reached:
                found.add({"MG105", "MG108"}, f"nobody comes to line {line}")
                break
            over = isinstance(statement, ir.End | ir.Continue)
            match statement:
                case ir.When(body=inner):
                    outcomes = seen.outcomes.get(statement.id, set())
                    if outcomes and True not in outcomes:
                        found.add("MG105", f"nobody is in the when of line {line}")
                    else:
                        entered.append(inner)
                    if outcomes == {True}:
                        found.add("MG109", f"everybody is in the when of line {line}")
                    elif any(seen.parts.get((statement.id, index)) == {True} for index in range(_parts(statement))):
                        found.add("MG109", f"a part of the when of line {line} holds for everybody")
                case ir.Decide():
                    entered += [branch.body for branch in statement.branches if branch.id in seen.reached]
                    _branches(guideline, statement, seen, found)
                case ir.Follow(part=part):
                    if part in guideline.parts:
                        entered.append(guideline.parts[part].body)
                case _:
                    pass
    for standing, _ in standing_conditions(guideline):
        if seen.outcomes.get(-1 - standing.span.start) == {True}:
            found.add("MG109", f"line {guideline.line(standing)} always holds")
    for home in guideline.named:
        if isinstance(home, ir.Table | ir.DefinedCases):
            rows = home.rows if isinstance(home, ir.Table) else home.cases
            for row in rows:
                if -1 - row.span.start not in seen.satisfied and row.condition is not None:
                    code = "MG106" if -1 - row.span.start in seen.alone else "MG105"
                    found.add(code, f"nobody is in the row of line {guideline.line(row)}")


def _parts(node: ir.When) -> int:
    return len(node.condition.operands) if isinstance(node.condition, ir.All) else 0


def _running(guideline: ir.Guideline, seen: Seen) -> Iterator[tuple[ir.AnyStatement, ...]]:
    for pathway in guideline.pathways:
        yield pathway.body
    for regimen in guideline.regimens.values():
        rungs: list[ir.Step | ir.Beyond] = [*regimen.steps, *regimen.beyond]
        for step in rungs:
            if -1 - step.span.start in seen.reached:
                yield step.body
    for caution in guideline.cautions:
        if caution.when.id in seen.reached:
            yield caution.when.body if True in seen.outcomes.get(caution.when.id, set()) else ()


def _branches(guideline: ir.Guideline, node: ir.Decide, seen: Seen, found: Labels) -> None:
    for branch in node.branches:
        line = guideline.line(branch)
        if branch.kind == "case" and branch.id not in seen.satisfied:
            found.add("MG106" if branch.id in seen.alone else "MG105", f"nobody is in the branch of line {line}")
        elif branch.kind != "case" and branch.id not in seen.reached:
            found.add("MG105", f"nobody takes the {branch.kind} of line {line}")


# --- safety -----------------------------------------------------------------------------------------------------------


def _safety(guideline: ir.Guideline, seen: Seen, found: Labels) -> None:
    rules = {rule.id: rule for pitfall in guideline.pitfalls for rule in pitfall.rules}
    for (_, rule_id, status), patient in seen.broken.items():
        rule = rules[rule_id]
        why = f"rule of line {guideline.line(rule)}: {shown(patient)}"
        if status == "unknown":
            found.add("MG202", why)
        else:
            found.add(_rule_codes(guideline, rule.condition), why)
    for pair, patient in seen.contradictions.items():
        found.add("MG406", f"{' and '.join(pair)}: {shown(patient)}")
    for start, patient in seen.silent.items():
        found.add("MG201", f"line {guideline.source.position(start).line}: {shown(patient)}")
    if seen.doubtful_silence:
        found.open.add("MG201")
    for caution in guideline.cautions:
        if True not in seen.outcomes.get(caution.when.id, set()):
            found.add({"MG404", "MG105"}, f"caution of line {guideline.line(caution)}")


def _rule_codes(guideline: ir.Guideline, condition: ir.AnyCondition) -> frozenset[str]:
    if isinstance(condition, ir.Known) and not condition.known:
        return frozenset({"MG402"})
    inner = list(descend(condition))
    codes = {"MG401"}
    if any(isinstance(node, ir.Known) for node in inner):
        codes.add("MG402")
    if any(isinstance(node, ir.StateNumber) or (isinstance(node, ir.Known) and node.state) for node in inner):
        codes.add("MG403")
    if any(isinstance(node, ir.NamedCondition | ir.NamedNumber | ir.NamedWord) for node in inner):
        codes |= {"MG402", "MG403"}
    return frozenset(codes)


# --- what is written --------------------------------------------------------------------------------------------------


def label_written(file: n.File, found: Labels) -> None:
    """Declarations that nothing uses, pitfalls in prose, sources that nothing cites."""
    every = [node for declaration in file.declarations for node in descend_tree(declaration)]
    cited = {source.name for node in every if isinstance(node, n.Notes) for source in node.sources}
    cited |= {source.name for node in every if isinstance(node, n.Claim) for source in node.by}
    for node in every:
        match node:
            case n.Source(name=name) if name.name not in cited:
                found.add("MG807", f"source {name.name}")
            case n.Pitfall(rules=(), unchecked=None):
                found.add("MG405", node.text.value)
            case _:
                pass
    living = [declaration for declaration in file.declarations if not isinstance(declaration, n.Case)]
    given = {
        node.target.name
        for declaration in living
        for node in descend_tree(declaration)
        if isinstance(node, n.Give) and node.target is not None
    }
    used: dict[str, int] = {}
    for home in living:
        for node in descend_tree(home):
            if isinstance(node, n.Ident | n.Name):
                used[node.name] = used.get(node.name, 0) + 1
    for declaration in file.declarations:
        match declaration:
            case n.Define(name=name) | n.Score(name=name) | n.Monitor(name=name) | n.Part(name=name):
                if used.get(name.name, 0) < 2:
                    found.add("MG108", f"{name.name} is not used")
            case n.Regimen(name=name) if name.name not in given:
                found.add("MG108", f"{name.name} is not given")
            case n.Table(gives=gives):
                if all(used.get(name.name, 0) < 2 for name in gives):
                    found.add("MG108", f"{gives[0].name} is not used")
            case n.Input(name=name):
                if used.get(name.name, 0) < 2 and name.name != "today":
                    found.add("MG203", f"{name.name} is not read")
            case _:
                pass
    allowed = {node.code.name for node in every if isinstance(node, n.Allow)}
    if allowed:
        found.open |= {*allowed, "MG029"}  # what is said of it, and an allow whose fault the mutant took away
