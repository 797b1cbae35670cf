"""The pathways as tables: one for each decision, and one for the statements between two decisions.

Enters: the IR. Leaves: `BandTable` values in the order in which a reader meets them.

    decide "Renal function" by creatinine_clearance
      under 20 mL/min:                                  ->  STOP | under 20 mL/min | Advise against magnesium (strong):
        advise against magnesium (strong) because "…"             life-threatening hypermagnesaemia. End.
        end
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, can_end, statements

from milligram_targets.card.model import Action, BandRow, BandTable, ItemList, ListRole, Said
from milligram_targets.card.unknown import halting
from milligram_targets.card.wording import Wording, capital, cited_once, sentence

Body = tuple[ir.AnyStatement, ...]

_RANK = (
    Action.STOP,
    Action.CAUTION,
    Action.GIVE,
    Action.GAP,
    Action.REFER,
    Action.ORDER,
    Action.ASK,
    Action.ADVISE,
    Action.SUGGEST,
    Action.USUAL,
    Action.NOTE,
)
"""Which statement names a row, the first that it holds."""
_ALIKE = (Action.ADVISE, Action.SUGGEST)
"""Advice of which the author's first names a row: what goes with a suggestion makes it no stronger."""


class Pathways:
    """The decisions of one guideline. ``told`` are the statements whose reason a headline gives already."""

    def __init__(self, wording: Wording, told: frozenset[int]) -> None:
        self.wording = wording
        self.guideline = wording.guideline
        self.own = wording.say.own
        self.told = told
        self.halting = halting(self.guideline)
        self.lists = {name for name, part in self.guideline.parts.items() if _is_list(part.body)}

    # --- tables -------------------------------------------------------------------------------------------------------

    def tables(self) -> tuple[BandTable, ...]:
        """Every pathway, then every part that is more than a list of suggestions."""
        found: list[BandTable] = []
        many = len(self.guideline.pathways) > 1
        for pathway in self.guideline.pathways:
            found += self._headed(self._block(pathway.body), capital(pathway.title) if many else "")
        for name, part in self.guideline.parts.items():
            if name not in self.lists:
                found += self._headed(self._block(part.body), capital(part.title))
        return tuple(found)

    def _headed(self, tables: Iterable[BandTable], title: str) -> Iterator[BandTable]:
        """The tables of a block; the first bears the block's title too, unless its own says nothing more."""
        for at, table in enumerate(tables):
            if at or not title or table.title.startswith(title):
                yield table
            else:
                same = table.title == self.own("pathway")
                yield replace(table, title=title if same else f"{title}: {table.title}")

    def _block(self, body: Body) -> Iterator[BandTable]:
        rows: list[BandRow] = []
        plain: list[ir.AnyStatement] = []
        decided = False
        ended: list[ir.When] = []
        untold = 0

        def gathered() -> None:
            if plain:
                unknowns()
                rows.append(self._row(self._left_over(ended), tuple(plain)))
                plain.clear()

        def unknowns() -> None:
            nonlocal untold
            rows.extend(self._unknown(ended[untold:]))
            untold = len(ended)

        def between() -> Iterator[BandTable]:
            nonlocal untold
            gathered()
            unknowns()
            kept = [row for row in rows if row.what]
            rows.clear()
            ended.clear()
            untold = 0
            if kept:
                head = self.own("then") if decided else self.own("pathway")
                yield BandTable(title=head, by=self.own("when"), rows=tuple(kept), measured=False)

        for statement in body:
            match statement:
                case ir.Decide():
                    yield from between()
                    yield self._decision(statement, "")
                    decided = True
                case ir.When(condition=condition, body=inner) if self._follows_a_list(inner):
                    pass
                case ir.When(condition=condition, body=(ir.Decide() as only,)):
                    yield from between()
                    table = self._decision(only, capital(self.wording.condition(condition)))
                    open_end = tuple(self._unknown([statement])) if can_end(inner, self.guideline) else ()
                    asked = self.wording.say("unknown_value", self.wording.condition(condition))
                    yield replace(table, rows=(*table.rows, *(replace(row, band=asked) for row in open_end)))
                    decided = True
                case ir.When(condition=condition, body=inner):
                    gathered()
                    may_end = can_end(inner, self.guideline)
                    if not may_end:
                        unknowns()
                    rows.append(self._row(self.wording.condition(condition), inner, statement.notes))
                    if may_end:
                        ended.append(statement)
                case ir.Report():
                    pass
                case _:
                    plain.append(statement)
        yield from between()

    def _left_over(self, ended: list[ir.When]) -> str:
        """What must be known of a patient who comes past what ends: its conditions are false."""
        if not ended:
            return ""
        if not all(any(isinstance(one, ir.End) for one in when.body) for when in ended):
            return self.wording.say("not_ended_above")
        denied = tuple(ir.Not(span=when.span, operand=when.condition) for when in ended)
        return self.wording.answer(denied[0] if len(denied) == 1 else ir.All(span=ended[0].span, operands=denied))

    def _unknown(self, ended: list[ir.When]) -> Iterator[BandRow]:
        """Where what may end cannot be told, the module asks and goes no further: a row of its own."""
        open_ones = [when for when in ended if _can_be_unknown(when.condition)]
        if open_ones:
            one = len(open_ones) == 1
            band = self._not_known(open_ones[0].condition) if one else self.wording.say("any_unknown")
            yield BandRow(action=Action.ASK, band=band, what=(self._found_out(),))

    def _decision(self, decide: ir.Decide, when: str) -> BandTable:
        by = self.wording.subjects(decide.subjects)
        asked = self._asked(decide)
        rows = []
        for branch, label in self._labelled(decide):
            row = self._row(label, branch.body, branch.notes)
            waits = branch.kind == "unknown" and row.action in (Action.USUAL, Action.END)
            rows.append(replace(row, action=Action.ASK) if waits else row)
        if (at := self._halts_at(decide)) is not None:
            label = self.wording.say("unknown" if by else "undecided")
            if not by and at == 0:
                label = self._not_known(next(branch.condition for branch in decide.branches if branch.kind == "case"))
            rows.insert(at, BandRow(action=Action.ASK, band=label, what=(self._found_out(),)))
        return BandTable(
            title=f"{when}: {asked}" if when else asked,
            by=capital(by) if by and by.lower() != asked.lower() else self.own("when"),
            rows=tuple(rows),
            measured=bool(by),
        )

    def _halts_at(self, decide: ir.Decide) -> int | None:
        """Before which row it stands that the decision waits for what is unknown: where `_labelled` has the author's
        ``unknown``; None where nothing can be."""
        if decide.id not in self.halting:
            return None
        cases = [branch for branch in decide.branches if branch.kind == "case"]
        return 0 if _rules_out(decide, cases) else len(cases)

    def _not_known(self, condition: ir.AnyCondition | None) -> str:
        """That a condition is unknown; a label is named, for its row may be the first of a side."""
        match condition:
            case ir.Flag(name=name) | ir.NamedCondition(name=name):
                return self.wording.say("has", self.wording.inline(name), self.wording.say("unknown"))
            case ir.Not(operand=operand):
                return self._not_known(operand)
            case _:
                return self.wording.say("unknown")

    def _found_out(self) -> Said:
        return Said(text=sentence(self.wording.say("find_out")))

    def _asked(self, decide: ir.Decide) -> str:
        asked = capital(decide.question or self.wording.subjects(decide.subjects) or self.own("pathway"))
        return self.wording.say("first", asked) if decide.first_that_applies else asked

    def _labelled(self, decide: ir.Decide) -> list[tuple[ir.Branch, str]]:
        """The branches with their labels, in the order in which a reader may match them.

        Of a condition and its negation the condition comes first. The other is "if not" only where no question stands
        above, which it would seem to answer. ``unknown`` comes first where it rules out every other row; else it comes
        below them, and says that no row above can be told to apply. ``otherwise`` is what is left when all rows above
        can be.
        """
        say = self.wording.say
        cases = [branch for branch in decide.branches if branch.kind == "case"]
        others = [branch for branch in decide.branches if branch.kind == "otherwise"]
        unknown = [branch for branch in decide.branches if branch.kind == "unknown"]
        if _opposed(cases) and not decide.subjects and not decide.first_that_applies:
            cases.sort(key=lambda branch: isinstance(branch.condition, ir.Not))
            second = self.wording.answered(cases[1]) if decide.question else say("if_not")
            told = [(cases[0], self.wording.branch(cases[0])), (cases[1], second)]
        else:
            told = [(branch, self.wording.answered(branch)) for branch in cases]
        if _rules_out(decide, cases):
            own = say("unknown") if decide.subjects else self._not_known(cases[0].condition)
            told = [*((branch, own) for branch in unknown), *told]
        else:
            told += [(branch, say("undecided")) for branch in unknown]
        return [*told, *((branch, self.wording.branch(branch)) for branch in others)]

    def _row(self, band: str, body: Body, notes: ir.Notes = ir.NO_NOTES) -> BandRow:
        what = self.items(body)
        if not what and any(isinstance(statement, ir.Continue) for statement in body):
            what = (Said(text=sentence(self.wording.say("go_on")), refs=self.wording.refs(notes)),)
        elif notes.sources and what:
            said = [one for one in what if not one.refs]
            if len(said) == len(what):
                what = (*what[:-1], replace(what[-1], refs=self.wording.refs(notes)))
        return BandRow(action=self._action(body), band=band, what=what)

    # --- the action of a row ------------------------------------------------------------------------------------------

    def _action(self, body: Body, within: frozenset[str] = frozenset()) -> Action:
        """What a row asks for: by what it does in any case; failing that, by what it does under a condition."""
        own = dict.fromkeys(self._actions(body, within))
        if not own and not any(isinstance(statement, (ir.End, ir.Continue)) for statement in body):
            decided = self._decided(body, within)
            own = dict.fromkeys(
                {Action.ASK} if len(decided) > 1 else decided or self._actions(tuple(statements(body)), within)
            )
        if Action.SUGGEST in own:
            own.pop(Action.GAP, None)
        for action in _RANK:
            if action in own:
                return next(one for one in own if one in _ALIKE) if action in _ALIKE else action
        return Action.END if any(isinstance(statement, ir.End) for statement in body) else Action.USUAL

    def _actions(self, body: Body, within: frozenset[str]) -> list[Action]:
        """What each statement of a block asks for, in the author's order."""
        found = []
        for statement in body:
            if isinstance(statement, ir.Follow):
                found.append(self._followed(statement.part, within))
            elif (action := _action_of(statement)) is not None:
                found.append(action)
        return found

    def _followed(self, name: str, within: frozenset[str]) -> Action:
        """What a part asks for. One that decides between actions only leads the reader on, to its own table."""
        part = self.guideline.parts.get(name)
        if part is None or name in within:
            return Action.ADVISE
        inside = within | {name}
        decided = self._decided(part.body, inside)
        if not decided:
            return self._action(part.body, inside)
        return next(iter(decided)) if len(decided) == 1 else Action.USUAL

    def _decided(self, body: Body, within: frozenset[str]) -> set[Action]:
        """What the branches of a block's own decisions ask for, where something is known."""
        return {
            self._action(branch.body, within)
            for statement in body
            if isinstance(statement, ir.Decide)
            for branch in statement.branches
            if branch.kind != "unknown"
        }

    # --- what stands in a row -----------------------------------------------------------------------------------------

    def items(self, body: Body) -> tuple[Said, ...]:
        """Statements as sentences; what depends on a further condition starts a line with it."""
        return tuple(self._items(body, ""))

    def _items(self, body: Body, lead: str) -> Iterator[Said]:
        fresh = bool(lead)
        for statement in body:
            match statement:
                case ir.Continue() | ir.Report():
                    pass
                case ir.When(condition=condition, body=inner):
                    yield from self._items(inner, self._under(lead, self.wording.condition(condition)))
                    fresh = True
                case ir.Decide():
                    yield from self._inner(statement, lead)
                    fresh = True
                case _:
                    head = f"{capital(lead)}:" if lead and fresh else ""
                    said = self.wording.said(statement, lead=head, because=statement.id not in self.told)
                    yield replace(said, line=fresh and not isinstance(statement, ir.End))
                    fresh = False

    def _inner(self, decide: ir.Decide, lead: str) -> Iterator[Said]:
        """A decision within a row: what it asks where that says more than its branches, and each branch on a line."""
        if decide.first_that_applies or (decide.question and not decide.subjects and not lead):
            yield Said(text=self._asked(decide), lead=f"{capital(lead)}:" if lead else "", line=True)
        for branch, label in self._labelled(decide):
            if branch.kind == "case" and (lead or decide.question):
                label = self.wording.branch(branch)
            if decide.subjects and label != self.wording.say("undecided"):
                label = self._of_subject(decide, branch, label)
            yield from self._items(branch.body, self._under(lead, label))
        if decide.id in self.halting:
            label = self.wording.say("undecided")
            if decide.subjects:
                label = self.wording.say("unknown_value", self.wording.subjects(decide.subjects))
            elif self._halts_at(decide) == 0:
                label = self._not_known(decide.branches[0].condition)
            yield replace(
                self._found_out(),
                lead=f"{capital(self._under(lead, label))}:",
                text=f"{self.wording.say('find_out')}.",
                line=True,
            )

    def _of_subject(self, decide: ir.Decide, branch: ir.Branch, label: str) -> str:
        subject = self.wording.subjects(decide.subjects)
        bands = any(isinstance(cell, ir.Band) for cell in branch.cells)
        return f"{subject} {label}" if bands else self.wording.say("is", subject, label)

    def _under(self, lead: str, condition: str) -> str:
        return f"{lead}, {self.wording.say('and')} {condition}" if lead else condition

    # --- lists --------------------------------------------------------------------------------------------------------

    def alternatives(self) -> tuple[ItemList, ...]:
        """The parts that only list suggestions, each with when it is followed."""
        found = []
        for name, part in self.guideline.parts.items():
            if name not in self.lists:
                continue
            items = []
            for statement in part.body:
                condition = self.wording.condition(statement.condition) if isinstance(statement, ir.When) else ""
                for inner in statement.body if isinstance(statement, ir.When) else (statement,):
                    items.append(self._alternative(inner, condition))
            title = capital(part.title) + self._followed_when(name)
            found.append(ItemList(role=ListRole.ALTERNATIVE, title=title, items=cited_once(items)))
        return tuple(found)

    def _alternative(self, statement: ir.AnyStatement, condition: str) -> Said:
        """What is suggested or advised, without a verb and a full stop."""
        wording = self.wording
        text = wording.suggested(statement) if isinstance(statement, ir.Suggest) else wording.core(statement)
        text = wording.graded(text, statement.notes)
        text += f" ({self.wording.say('if', condition)})" if condition else ""
        text += f": {statement.notes.because}" if statement.notes.because else ""
        return Said(text=text.rstrip("."), refs=self.wording.refs(statement.notes))

    def _followed_when(self, part: str) -> str:
        conditions = {
            self.wording.condition(statement.condition)
            for statement in all_statements(self.guideline)
            if isinstance(statement, ir.When)
            and any(isinstance(inner, ir.Follow) and inner.part == part for inner in statement.body)
        }
        return f": {next(iter(conditions))}" if len(conditions) == 1 else ""

    def _follows_a_list(self, body: Body) -> bool:
        """Whether a block only points to lists, whose headings say when they hold."""
        names = [statement.part for statement in body if isinstance(statement, ir.Follow)]
        return len(names) == len(body) and all(name in self.lists and self._followed_when(name) for name in names)


def _is_list(body: Body) -> bool:
    """Whether a block only suggests or advises, under one condition a line at most."""
    return all(
        isinstance(statement, (ir.Suggest, ir.Advise))
        or (
            isinstance(statement, ir.When)
            and all(isinstance(inner, (ir.Suggest, ir.Advise)) for inner in statement.body)
        )
        for statement in body
    )


def _opposed(cases: list[ir.Branch]) -> bool:
    """Whether these are two branches, of which one denies the condition of the other."""
    if len(cases) != 2:
        return False
    one, other = cases[0].condition, cases[1].condition
    return any(isinstance(a, ir.Not) and a.operand == b for a, b in ((one, other), (other, one)))


def _rules_out(decide: ir.Decide, cases: list[ir.Branch]) -> bool:
    """Whether no row can be told while the decision is unknown: it looks at one input alone."""
    if decide.first_that_applies:
        return False
    if decide.subjects:
        return len(decide.subjects) == 1 and isinstance(
            decide.subjects[0], (ir.InputNumber, ir.InputWord, ir.Flag, ir.SetSubject)
        )
    return _opposed(cases) and any(isinstance(branch.condition, ir.Flag) for branch in cases)


def _can_be_unknown(condition: ir.AnyCondition) -> bool:
    """Whether something that a condition reads may be unknown; whether a value is known never is."""
    match condition:
        case ir.Known() | ir.Always():
            return False
        case ir.Not(operand=operand):
            return _can_be_unknown(operand)
        case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
            return any(_can_be_unknown(operand) for operand in operands)
        case _:
            return True


def _action_of(statement: ir.AnyStatement) -> Action | None:
    match statement:
        case ir.AdviseAgainst() | ir.Stop():
            return Action.STOP
        case ir.Hold():
            return Action.CAUTION
        case ir.Give():
            return Action.GIVE
        case ir.Unspecified():
            return Action.GAP
        case ir.Refer():
            return Action.REFER
        case ir.Order():
            return Action.ORDER
        case ir.Advise(notes=notes):
            return Action.SUGGEST if notes.strength == "conditional" else Action.ADVISE
        case ir.Start():
            return Action.ADVISE
        case ir.Suggest():
            return Action.SUGGEST
        case ir.Note():
            return Action.NOTE
        case _:
            return None
