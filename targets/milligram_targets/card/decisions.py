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
from milligram.ir.walk import all_statements, can_end

from milligram_targets.card.conditions import minded
from milligram_targets.card.model import Action, BandRow, BandTable, ItemList, ListRole, Said
from milligram_targets.card.stamps import Stamps
from milligram_targets.card.unknown import may_be_unknown
from milligram_targets.card.wording import Wording, capital, cited_once, sentence, uncapital

Body = tuple[ir.AnyStatement, ...]

_MOST_NAMED = 160
"""Characters of the names of what is unknown; of more, only what they are the points of."""


class Pathways:
    """The decisions of one guideline. ``told`` are the statements whose reason a headline gives already."""

    def __init__(self, wording: Wording, told: frozenset[int]) -> None:
        self.wording = wording
        self.guideline = wording.guideline
        self.own = wording.say.own
        self.told = told
        self.stamps = Stamps(self.guideline)
        self.open = may_be_unknown(self.guideline)
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
                rows.extend(self._undosed(plain))
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
                    asked = self._not_known(condition)
                    if asked == self.wording.say("unknown"):
                        asked = self.wording.say("is_unknown", self.wording.condition(condition))
                    yield replace(table, rows=(*table.rows, *(replace(row, band=asked) for row in open_end)))
                    decided = True
                case ir.When(condition=condition, body=inner):
                    gathered()
                    may_end = can_end(inner, self.guideline)
                    if not may_end:
                        unknowns()
                    row = self._row(self.wording.condition(condition), inner, statement.notes)
                    rows.append(
                        replace(row, action=self.stamps.elsewhere(condition)) if row.action is Action.END else row
                    )
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
        names = dict.fromkeys(name for when in ended for name in self.open.get(when.id, ()))
        if names:
            one = len(ended) == 1
            band = (
                self._not_known(ended[0].condition)
                if one
                else self.wording.say("is_unknown", self.wording.named(names))
            )
            if band == self.wording.say("unknown"):
                band = self.wording.say("is_unknown", self.wording.named(names))
            yield BandRow(action=Action.ASK, band=band, what=(self._found_out(),))

    def _undosed(self, body: Iterable[ir.AnyStatement]) -> Iterator[BandRow]:
        """Where a dose rests on what may be unknown, the module asks and gives none: a row of its own."""
        for statement in body:
            if isinstance(statement, ir.Give) and (names := self.open.get(statement.id)):
                band = self.wording.say("dose_undecided", self.wording.named(names))
                text = sentence(self.wording.say("find_out_give_none"))
                yield BandRow(action=Action.ASK, band=band, what=(Said(text=text),))

    def _decision(self, decide: ir.Decide, when: str) -> BandTable:
        by = self.wording.subjects(decide.subjects)
        asked = self._asked(decide)
        rows = []
        for branch, label in self._labelled(decide):
            row = self._row(label, branch.body, branch.notes)
            if branch.kind == "unknown" and not self.stamps.each(branch.body):
                row = replace(row, action=Action.ASK)
            rows.append(row)
        if (at := self._halts_at(decide)) is not None:
            rows.insert(at, BandRow(action=Action.ASK, band=self._undecided(decide), what=(self._ask_for(decide),)))
        return BandTable(
            title=f"{when}: {asked}" if when else asked,
            by=capital(by) if by and by.lower() != asked.lower() else self.own("when"),
            rows=tuple(rows),
            measured=bool(by),
        )

    def _halts_at(self, decide: ir.Decide) -> int | None:
        """Before which row it stands that the decision waits for what is unknown: where `_labelled` has the author's
        ``unknown``; None where nothing can be."""
        if decide.id not in self.open or any(branch.kind == "unknown" for branch in decide.branches):
            return None
        cases = [branch for branch in decide.branches if branch.kind == "case"]
        return 0 if _of_one_input(decide) else len(cases)

    def _undecided(self, decide: ir.Decide) -> str:
        """The label of what is unknown: beside bands one word, else whether any row applies, and for want of what. It
        is not that a row is denied: those above may all be known not to apply, but for the one that waits."""
        say = self.wording.say
        if decide.subjects:
            return say("unknown" if _of_one_input(decide) else "undecided")
        cases = [branch.condition for branch in decide.branches if branch.kind == "case"]
        if _of_one_flag(decide):
            return self._not_known(cases[0])
        names = self.wording.named(self.open.get(decide.id, ()))
        if not names:
            return say("undecided")
        return say("before_one" if decide.first_that_applies else "none_surely", names)

    def _ask_for(self, decide: ir.Decide) -> Said:
        """What to find out, and where not to go on to."""
        say = self.wording.say
        if decide.subjects and not _of_one_input(decide):
            names = self.wording.named(self.open[decide.id], "and")
            if len(names) > _MOST_NAMED:
                of = say.join([self.wording.subject(subject) for subject in decide.subjects], "and")
                return Said(text=sentence(say("find_out_of", of)))
            return Said(text=sentence(say("find_out_what", names)))
        if any(branch.kind == "otherwise" for branch in decide.branches):
            return Said(text=sentence(say("find_out_not_on", capital(say("otherwise")))))
        return self._found_out()

    def _not_known(self, condition: ir.AnyCondition | None) -> str:
        """That a condition is unknown; a label is named, for its row may be the first of a side."""
        say = self.wording.say
        match condition:
            case ir.Flag() | ir.NamedCondition():
                return say("unknown_whether", self.wording.beside(condition, "or"))
            case ir.Not(operand=operand):
                return self._not_known(operand)
            case ir.All() if (told := minded(condition)) is not None:
                at = [self.wording.beside(one, "or") for one in told[1]]
                return say("while", say.join(at, "or"), self._not_known(told[0]))
            case _:
                return say("unknown")

    def _found_out(self) -> Said:
        return Said(text=sentence(self.wording.say("find_out")))

    def _asked(self, decide: ir.Decide) -> str:
        asked = capital(decide.question or self.wording.subjects(decide.subjects) or self.own("pathway"))
        return self.wording.say("first", asked) if decide.first_that_applies else asked

    def _labelled(self, decide: ir.Decide) -> list[tuple[ir.Branch, str]]:
        """The branches with their labels, in the order in which a reader may match them.

        Of a condition and its negation the condition comes first. The other is "if not" only where no question stands
        above, which it would seem to answer. ``unknown`` comes first where one measured value decides: it is measured
        before it is compared. Else it comes below the cases, and says for want of what none can be told to apply.
        ``otherwise`` is what is left when all rows above are known not to.
        """
        say = self.wording.say
        cases = [branch for branch in decide.branches if branch.kind == "case"]
        others = [branch for branch in decide.branches if branch.kind == "otherwise"]
        unknown = [(branch, self._undecided(decide)) for branch in decide.branches if branch.kind == "unknown"]
        if _opposed(cases) and not decide.subjects and not decide.first_that_applies:
            cases.sort(key=lambda branch: isinstance(branch.condition, ir.Not))
            second = self.wording.answered(cases[1]) if decide.question else say("if_not")
            told = [(cases[0], self.wording.branch(cases[0])), (cases[1], second)]
        else:
            told = [(branch, self.wording.answered(branch)) for branch in cases]
        told = [*unknown, *told] if _of_one_input(decide) else [*told, *unknown]
        return [*told, *((branch, self.wording.branch(branch)) for branch in others)]

    def _row(self, band: str, body: Body, notes: ir.Notes = ir.NO_NOTES) -> BandRow:
        what = self.items(body)
        if not what and any(isinstance(statement, ir.Continue) for statement in body):
            what = (Said(text=sentence(self.wording.say("go_on")), refs=self.wording.refs(notes)),)
        elif notes.sources and what:
            said = [one for one in what if not one.refs]
            if len(said) == len(what):
                what = (*what[:-1], replace(what[-1], refs=self.wording.refs(notes)))
        return BandRow(action=self.stamps.of(body), band=band, what=what)

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
                    if can_end(inner, self.guideline):
                        yield from self._asked_first(statement, lead)
                        lead = self._under(lead, self._left_over([statement]))
                    fresh = True
                case ir.Decide():
                    yield from self._inner(statement, lead)
                    fresh = True
                case _:
                    head = f"{capital(lead)}:" if lead and fresh else ""
                    said = self.wording.said(statement, lead=head, because=statement.id not in self.told)
                    yield replace(said, line=fresh and not isinstance(statement, ir.End))
                    fresh = False

    def _asked_first(self, ended: ir.When, lead: str) -> Iterator[Said]:
        """Within a row too, nobody goes past what may end while it is unknown whether it does."""
        for row in self._unknown([ended]):
            head = capital(self._under(lead, row.band))
            yield from (replace(said, lead=f"{head}:", text=uncapital(said.text), line=True) for said in row.what)

    def _inner(self, decide: ir.Decide, lead: str) -> Iterator[Said]:
        """A decision within a row: what it asks where that says more than its branches, and each branch on a line."""
        if decide.first_that_applies or (decide.question and not decide.subjects and not lead):
            yield Said(text=self._asked(decide), lead=f"{capital(lead)}:" if lead else "", line=True)
        for branch, label in self._labelled(decide):
            if branch.kind == "case" and (lead or decide.question):
                label = self.wording.branch(branch)
            if decide.subjects:
                label = self._of_subject(decide, branch, label) if branch.kind == "case" else label
            yield from self._items(branch.body, self._under(lead, label))
        if self._halts_at(decide) is not None:
            label = self._undecided(decide)
            if decide.subjects:
                label = self._value_unknown(decide)
            said = self._ask_for(decide)
            yield replace(said, lead=f"{capital(self._under(lead, label))}:", text=uncapital(said.text), line=True)

    def _value_unknown(self, decide: ir.Decide) -> str:
        return self.wording.say("unknown_value", self.wording.subjects(decide.subjects))

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


def _of_one_input(decide: ir.Decide) -> bool:
    """Whether one measured or told value decides: no row can be told while it is unknown."""
    one = ir.InputNumber, ir.InputWord, ir.Flag, ir.SetSubject
    return not decide.first_that_applies and len(decide.subjects) == 1 and isinstance(decide.subjects[0], one)


def _of_one_flag(decide: ir.Decide) -> bool:
    """Whether a question has one label and its denial for answers."""
    cases = [branch for branch in decide.branches if branch.kind == "case"]
    plain = not decide.first_that_applies and not decide.subjects and _opposed(cases)
    return plain and any(isinstance(branch.condition, ir.Flag) for branch in cases)
