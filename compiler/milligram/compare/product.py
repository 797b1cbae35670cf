"""Two guidelines as one question: one guideline in which both run, over the same patients, apart in all else.

Enters: two guidelines and what matches between them (`milligram.compare.matching`). Leaves: a `Product`: a guideline
that the prover takes like any other, and per side how its names are found in it, and how a patient of it is told to it.

    left:  input level in mmol/L of glucose             the product: input level in mmol/L of glucose
           pathway … when level over 7 mmol/L …                      pathway … when level over 7 mmol/L …
    right: input level in mg/dL                                      pathway … when (level * 18.0156) over 126 mg/dL …
           pathway … when level over 126 mg/dL …

Inputs are shared, in the unit of the left; the step of a regimen, and the time on it, too. Named values that are equal
are shared as well, so that what is the same on both sides is one formula. Drugs, regimens, monitors, parts and pathways
are kept apart: no rule of one side holds back what the other gives. ``applies when`` of each side stands beside, for
whoever asks about that side. The text of the product is that of both, the right one's behind.

**Who is asked about**: patients whom both sides can be told of. A value is plausible where it is on both sides, and
what either calls impossible is. What one side has no name for is unknown to it: an input that it lacks, an answer that
it does not list. A step that it does not have cannot be told to it, so nobody is on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from milligram.compare.matching import AS_IT_IS, Matching, input_conversion
from milligram.compare.renaming import Renaming, renamed
from milligram.ir import nodes as ir
from milligram.ir.same import meaning
from milligram.ir.walk import blocks, descend, homes
from milligram.prove.budget import Budget
from milligram.prove.patients import UNKNOWN_STEP, Draft
from milligram.prove.prover import Prover
from milligram.quantity import NUMBER, Conversion, Measure
from milligram.source import SourceFile

LEFT, RIGHT = "1", "2"
"""What stands, with a space, before a name that belongs to one side: no name of an author holds a space."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two guidelines in the product.

    ``names`` says what its names became, ``applies`` and ``pathways`` are its own in these, ``statements`` the numbers
    of its statements and branches: whose a place of the product is.
    """

    guideline: ir.Guideline
    names: Renaming
    applies: ir.AnyCondition | None
    pathways: tuple[ir.Block, ...]
    statements: frozenset[int]

    def patient(self, draft: Mapping[tuple[str, str], ir.PatientValue]) -> ir.Patient:
        """The patient of a draft of the product, as this side can be told."""
        values: dict[str, ir.PatientValue] = {}
        for name, declared in self.guideline.inputs.items():
            value = draft.get(("input", self.names.inputs.get(name, name)))
            told = None if value is None else self._told(name, declared, value)
            if told is not None:
                values[name] = told
        if (day := draft.get(("input", "today"))) is not None:
            values["today"] = day
        regimens: dict[str, ir.RegimenState] = {}
        for name in self.guideline.regimens:
            state = self.names.states.get(name, name)
            step, time = draft.get(("step", state)), draft.get(("time", state))
            if step is None and time is None:
                continue
            number = int(step) if isinstance(step, Fraction) else None if step == UNKNOWN_STEP else 1
            known = time if isinstance(time, Fraction) and number != 0 else None
            regimens[name] = ir.RegimenState(step=number, time=known)
        return ir.Patient(values=values, regimens=regimens)

    def _told(self, name: str, declared: ir.Input, value: ir.PatientValue) -> ir.PatientValue | None:
        match declared.type:
            case ir.NumberType() if isinstance(value, Fraction) and name in self.names.scales:
                return self.names.scales[name][1](value)
            case ir.WordType(words=words) if isinstance(value, str):
                return value if value in words else None
            case ir.SetType(words=words) if isinstance(value, frozenset):
                return value & frozenset(words)
            case _:
                return value


@dataclass(frozen=True, kw_only=True)
class Product:
    """Both guidelines as one. ``same_states`` says of the regimens of the right whose state is that of one of the
    left."""

    guideline: ir.Guideline
    left: Side
    right: Side
    matching: Matching
    same_states: Mapping[str, str]

    def prover(self, budget: Budget | None = None) -> Prover:
        """What can be proved of both together.

        Raises:
            Spent: the budget was spent on setting it up.
        """
        return Prover(self.guideline, budget, halts=budget is not None, same_states=self.same_states)

    def patients(self, draft: Draft) -> tuple[ir.Patient, ir.Patient]:
        """The patient of a draft, as the left and as the right one are told."""
        return self.left.patient(draft), self.right.patient(draft)


def product_of(left: ir.Guideline, right: ir.Guideline, matching: Matching, *, theirs: str = "other") -> Product:
    """The two as one guideline. ``theirs`` is the word before the title of a define that only the right has so."""
    inputs = _shared_inputs(left, right, matching)
    own_inputs = {name: inputs.right[name].name for name in right.inputs}
    ours, our_views = _words_and_points(left, {name: name for name in left.inputs}, inputs.all, LEFT)
    read, their_views = _words_and_points(right, own_inputs, inputs.all, RIGHT)
    states = {name: matching.regimens.get(name, f"{RIGHT} {name}") for name in right.regimens}
    names = Renaming(
        inputs=own_inputs,
        drugs={name: f"{RIGHT} {name}" for name in right.drugs},
        regimens={name: f"{RIGHT} {name}" for name in right.regimens},
        states=states,
        monitors={name: f"{RIGHT} {name}" for name in right.monitors},
        parts={block.name: f"{RIGHT} {block.name}" for block in (*right.pathways, *right.parts.values())},
        scales=inputs.scales,
        words=read.words,
        points=read.points,
        shift=1 + max(_numbers(left), default=0),
        moved=len(left.source.text),
    )
    mine = _side(left, ours)
    our_named = tuple(renamed(home, ours) for home in left.named)
    named, names = _own_named(right, our_named, names, theirs)
    their = _side(right, names)
    whole = _joined(left, right, names, mine, their)
    same_states = {f"{RIGHT} {name}": state for name, state in states.items()}
    guideline = replace(
        whole,
        inputs=inputs.all,
        named=(*our_views, *their_views, *our_named, *named),
        impossible=(*whole.impossible, *_beyond_the_shorter(left, right, matching)),
    )
    return Product(guideline=guideline, left=mine, right=their, matching=matching, same_states=same_states)


# --- inputs -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inputs:
    """All inputs by their new names; what each of the right became; how those that are numbers count."""

    all: dict[str, ir.Input]
    right: dict[str, ir.Input]
    scales: dict[str, tuple[Measure, Conversion]]


def _free(name: str, taken: Iterable[str]) -> str:
    """A name that the left does not use."""
    return f"{RIGHT} {name}" if name in taken else name


def _shared_inputs(left: ir.Guideline, right: ir.Guideline, matching: Matching) -> _Inputs:
    every = dict(left.inputs)
    theirs: dict[str, ir.Input] = {}
    scales: dict[str, tuple[Measure, Conversion]] = {}
    taken = {*left.inputs, *left.named_by_name}
    for name, declared in right.inputs.items():
        if (ours := matching.inputs.get(name)) is None:
            new = replace(declared, name=_free(name, taken), label=declared.title)
        else:
            how = input_conversion(left, right, ours, name, matching.drugs) or AS_IT_IS
            new = _merged(every[ours], declared, how)
            if isinstance(new.type, ir.NumberType):
                scales[name] = new.type.measure, how
        every[new.name] = theirs[name] = new
    return _Inputs(all=every, right=theirs, scales=scales)


def _merged(ours: ir.Input, theirs: ir.Input, how: Conversion) -> ir.Input:
    """One input for both: what is plausible on both sides, and every answer that either lists."""
    kind = ours.type
    match kind, theirs.type:
        case ir.NumberType(), ir.NumberType(whole=whole, kind=count):
            as_counted = how == AS_IT_IS
            kind = replace(kind, whole=kind.whole or (whole and as_counted))
            if count == "count" and as_counted:
                kind = replace(kind, kind="count")
            return replace(ours, type=kind, plausible=_plausible(ours, theirs, how))
        case ir.WordType(words=words), ir.WordType(words=others):
            kind = ir.WordType(words=tuple(dict.fromkeys((*words, *others))))
        case ir.SetType(words=words), ir.SetType(words=others):
            kind = ir.SetType(words=tuple(dict.fromkeys((*words, *others))))
        case _:
            return ours
    known = {choice.word for choice in ours.choices}
    return replace(ours, type=kind, choices=(*ours.choices, *(c for c in theirs.choices if c.word not in known)))


def _plausible(ours: ir.Input, theirs: ir.Input, how: Conversion) -> tuple[Fraction, Fraction] | None:
    """What is plausible on both sides, in the unit of the left; of bounds that do not meet, those of the left."""
    if theirs.plausible is None or ours.plausible is None:
        other = None if theirs.plausible is None else _back(theirs.plausible, how)
        return ours.plausible or other
    low, high = _back(theirs.plausible, how)
    both = max(low, ours.plausible[0]), min(high, ours.plausible[1])
    return both if both[0] <= both[1] else ours.plausible


def _back(bounds: tuple[Fraction, Fraction], how: Conversion) -> tuple[Fraction, Fraction]:
    low, high = ((bound - how.offset) / how.factor for bound in bounds)
    return low, high


def _words_and_points(
    guideline: ir.Guideline, names: Mapping[str, str], inputs: Mapping[str, ir.Input], tag: str
) -> tuple[Renaming, list[ir.Named]]:
    """What stands for an input's words, and for its points, where the other side lists other answers or points: an
    answer that this side does not list is unknown to it."""
    words: dict[str, str] = {}
    points: dict[str, str] = {}
    made: list[ir.Named] = []
    for name, declared in guideline.inputs.items():
        both = inputs[names[name]]
        if not isinstance(declared.type, ir.WordType) or not isinstance(both.type, ir.WordType):
            continue
        subject = ir.InputWord(name=both.name, span=declared.span)
        strange = tuple(word for word in both.type.words if word not in declared.type.words)
        rest: list[ir.ValueCase] = []
        if strange:
            rest = [ir.ValueCase(value=ir.UnspecifiedValue(), condition=ir.WordIs(subject=subject, words=strange))]
            words[name] = f"{tag} answer {both.name}"
            told = [(choice.word, ir.WordValue(word=choice.word)) for choice in declared.choices]
            made.append(_view(words[name], declared.type, subject, told, rest))
        counted = [(choice.word, choice.points) for choice in declared.choices]
        if any(number is not None for _, number in counted) and (
            strange or counted != [(choice.word, choice.points) for choice in both.choices]
        ):
            points[name] = f"{tag} points {both.name}"
            values = [(word, _points(number)) for word, number in counted]
            made.append(_view(points[name], ir.NumberType(measure=NUMBER, kind="number"), subject, values, rest))
    return Renaming(words=words, points=points), made


def _points(number: Fraction | None) -> ir.AnyValue:
    if number is None:
        return ir.UnspecifiedValue()
    return ir.Const(measure=NUMBER, value=number, written=str(number))


def _view(
    name: str,
    kind: ir.Type,
    subject: ir.InputWord,
    values: Iterable[tuple[str, ir.AnyValue]],
    rest: Iterable[ir.ValueCase],
) -> ir.DefinedCases:
    cases = [
        ir.ValueCase(value=value, condition=ir.WordIs(subject=subject, words=(word,), span=subject.span))
        for word, value in values
    ]
    return ir.DefinedCases(name=name, type=kind, cases=(*cases, *rest), span=subject.span)


# --- the rest ---------------------------------------------------------------------------------------------------------


def _numbers(guideline: ir.Guideline) -> Iterator[int]:
    """The numbers of all statements, branches and rules."""
    for home in homes(guideline):
        for node in descend(home):
            number = getattr(node, "id", None)
            if isinstance(number, int):
                yield number


def _own_named(
    right: ir.Guideline, ours: Iterable[ir.Named], names: Renaming, word: str
) -> tuple[list[ir.Named], Renaming]:
    """The named values of the right that the left does not have, and the renaming that makes the others one."""
    known = {_nameless(home): home for home in ours}
    made: list[ir.Named] = []
    called: dict[str, str] = {}
    for home in right.named:
        new = renamed(home, replace(names, named=called))
        alike = known.get(_nameless(new))
        for index, name in enumerate(_names_of(home)):
            called[name] = f"{RIGHT} {name}" if alike is None else _names_of(alike)[index]
        if alike is None:
            mine = renamed(home, replace(names, named=called))
            if not isinstance(home, ir.Table) and not isinstance(mine, ir.Table):
                mine = replace(mine, label=f"{word} {home.label or home.name.replace('_', ' ')}")
            made.append(mine)
    return made, replace(names, named=called)


def _names_of(home: ir.Named) -> tuple[str, ...]:
    return tuple(name for name, _ in home.outputs) if isinstance(home, ir.Table) else (home.name,)


def _nameless(home: ir.Named) -> object:
    """A value that is equal for named values of one meaning."""
    if isinstance(home, ir.Table):
        return meaning(replace(home, outputs=tuple(("", kind) for _, kind in home.outputs)))
    if isinstance(home, ir.DefinedCondition):
        return meaning(replace(home, name="", label=None, form="expr", lines=()))
    return meaning(replace(home, name="", label=None))


def _side(guideline: ir.Guideline, names: Renaming) -> Side:
    pathways = renamed(guideline.pathways, names)
    statements = {node.id + names.shift for body in blocks(guideline) for node in _all_numbered(body)}
    return Side(
        guideline=guideline,
        names=names,
        applies=None if guideline.applies is None else renamed(guideline.applies, names),
        pathways=pathways,
        statements=frozenset(statements),
    )


def _all_numbered(body: tuple[ir.AnyStatement, ...]) -> Iterator[ir.AnyStatement | ir.Branch]:
    for statement in body:
        for node in descend(statement):
            if isinstance(node, ir.Statement | ir.Branch):
                yield node  # type: ignore[misc]  # every Statement is one of AnyStatement


def _joined(left: ir.Guideline, right: ir.Guideline, names: Renaming, mine: Side, their: Side) -> ir.Guideline:
    """Both in one, but for inputs and named values."""

    def both(one: Mapping[str, object], other: Mapping[str, object], to: Mapping[str, str]) -> dict[str, object]:
        found = {name: renamed(node, mine.names) for name, node in one.items()}
        found.update((to.get(name, name), renamed(node, names)) for name, node in other.items())
        return found

    return replace(
        left,
        name=f"{left.name} and {right.name}",
        applies=None,
        source=SourceFile(left.source.path, left.source.text + right.source.text),
        sources={},
        drugs=both(left.drugs, right.drugs, names.drugs),  # type: ignore[arg-type]  # renaming keeps the kind
        regimens=both(left.regimens, right.regimens, names.regimens),  # type: ignore[arg-type]  # renaming keeps the kind
        monitors=both(left.monitors, right.monitors, names.monitors),  # type: ignore[arg-type]  # renaming keeps the kind
        parts=both(left.parts, right.parts, names.parts),  # type: ignore[arg-type]  # renaming keeps the kind
        impossible=(*renamed(left.impossible, mine.names), *renamed(right.impossible, names)),
        pitfalls=(*renamed(left.pitfalls, mine.names), *renamed(right.pitfalls, names)),
        cautions=(*renamed(left.cautions, mine.names), *renamed(right.cautions, names)),
        pathways=(*mine.pathways, *their.pathways),
        claims=(),
        remarks=(),
        effects=(),
        cases=(),
    )


def _beyond_the_shorter(left: ir.Guideline, right: ir.Guideline, matching: Matching) -> Iterator[ir.Impossible]:
    """No patient is on a step that only one side has."""
    for theirs, ours in matching.regimens.items():
        last = len(right.regimens[theirs].steps)
        if last < len(left.regimens[ours].steps):
            step = ir.StateNumber(regimen=ours, which="step", measure=NUMBER)
            end = ir.Const(measure=NUMBER, value=Fraction(last), written=str(last))
            yield ir.Impossible(condition=ir.Band(subject=step, low=ir.Bound(value=end, included=False)))
