"""Statements as straight-line Python: every choice adds its digit, everything that ends the pathway is a ``break``.

Enters: blocks of a guideline. Leaves: lines in the body of ``decide``.

    when volume_depleted:            if volume_depleted:
      advise "…"                         o += 64
      end                                break
                                     elif volume_depleted is None:
                                         o += 128
                                         u += 8
                                         break
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.print import branch_text, condition_text, statement_text, title_of
from milligram.ir.same import same
from milligram.ir.walk import can_end, descend

from milligram_targets.python.fast.code import Code, Digit, Rung, Said, Span
from milligram_targets.python.fast.exclusive import Together, together
from milligram_targets.python.fast.locals import Locals
from milligram_targets.python.fast.plain import NO, YES, in_one_order, is_plain
from milligram_targets.python.fast.truths import Told, Truths, joined

UNTOLD = "return -1, ()"
"""The digits do not tell what happens next."""


class Flow:
    """Writes the statements of one guideline."""

    def __init__(self, locals_: Locals) -> None:
        self.locals = locals_
        self.code: Code = locals_.code
        self.guideline = locals_.guideline
        self.truths = Truths(locals_)
        self.following: list[str] = []
        self.giving: list[str] = []
        self.rung: Rung | None = None
        self.digits: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
        """Of each regimen the place and the bits of two digits: its step, and whether something interrupts it."""

    # --- blocks -------------------------------------------------------------------------------------------------------

    def block(self, body: Sequence[ir.AnyStatement], ladder: ir.Regimen | None = None) -> bool:
        """Writes a block; whether nobody comes out of it."""
        for statement in body:
            if isinstance(statement, ir.Continue):
                return False
            if self.statement(statement, ladder):
                return True
        return False

    def statement(self, node: ir.AnyStatement, ladder: ir.Regimen | None) -> bool:
        """Writes one statement; whether nobody goes on behind it."""
        match node:
            case ir.When():
                return self.when(node, ladder)
            case ir.Decide():
                return self.decide(node, ladder)
            case ir.Follow(part=part):
                return self.follow(part, ladder)
            case ir.Give(what=what) if what in self.guideline.regimens:
                from milligram_targets.python.fast.ladders import give_regimen

                return give_regimen(self, node, self.guideline.regimens[what])
            case ir.Give():
                return self.give(node, ladder)
            case ir.Report(names=names):
                for name in names:
                    self.report(name)
                return False
            case ir.End():
                self.says(node)
                self.code.add("break")
                return True
            case _:
                self.says(node)
                return False

    def follow(self, part: str, ladder: ir.Regimen | None) -> bool:
        """Writes a part where it is followed."""
        if part in self.following:
            self.code.add(UNTOLD)
            return True
        self.following.append(part)
        ends = self.block(self.guideline.parts[part].body, ladder)
        self.following.pop()
        return ends

    # --- the table ----------------------------------------------------------------------------------------------------

    def says(self, node: ir.AnyStatement) -> None:
        """Notes in the table what a statement says."""
        text, rung, kind = statement_text(node, self.guideline), self.rung, kind_of(node)
        notes = (node.notes,) if rung is None else (node.notes, rung.notes)
        match node:
            case ir.Advise(text=words) | ir.Note(text=words) | ir.Unspecified(text=words) | ir.Refer(to=words):
                text = words
            case ir.Suggest(text=str(words)) | ir.Order(text=str(words)):
                text = words
            case ir.Give() if rung is not None:
                route = f", {rung.regimen.route}" if rung.regimen.route else ""
                text = f"{text}{route} ({rung.regimen.title}, step {rung.step})"
                notes = (*notes, rung.call)
            case _:
                pass
        self.code.table.said.append(Said(points=self.code.path.points, node=node, kind=kind, text=text, notes=notes))

    def means(self, place: int, bits: int, node: ir.Node, text: str, words: tuple[str, ...]) -> None:
        """Notes in the table what a digit stands for: a word for each of its values."""
        digit = Digit(self.code.sum, place, bits)
        self.code.table.meanings.append((self.code.path.points, digit, node, text, words))

    def at_state(self, digit: tuple[int, int], *values: int) -> None:
        """The path goes on where a digit of a regimen has one of some values; those are summed up apart."""
        path, table = self.code.path, self.code.table
        path.points = tuple(point for value in values for point in table.point(path.points, Digit("s", *digit), value))

    # --- doubts -------------------------------------------------------------------------------------------------------

    def bits(self, met: Sequence[tuple[str, ...]]) -> dict[str, int]:
        """A bit of the doubts for each name that may be asked for."""
        names = dict.fromkeys(name for each in met for name in each)
        place = self.code.doubt(len(names))
        return {name: 1 << place + index for index, name in enumerate(names)}

    def add_doubt(self, bits: str) -> None:
        """Adds what is asked for."""
        if bits != "0":
            self.code.add(f"u |= {bits}")

    # --- conditions ---------------------------------------------------------------------------------------------------

    def when(self, node: ir.When, ladder: ir.Regimen | None) -> bool:
        """A ``when``: digit 0 is false, 1 true, 2 unknown."""
        code = self.code
        lazy = Lazily(self.truths, node.condition)
        told = lazy.told
        if told.true == NO and told.doubt == NO:
            return False
        ending = can_end(node.body, self.guideline)
        bits = 1 if told.doubt == NO else 2
        place = code.digit(bits)
        words = f"when {condition_text(node.condition, self.guideline)}"
        self.means(place, bits, node, words, ("false", "true", "unknown")[: bits + 1])
        with code.arms() as arms:
            word = "if"
            if told.true != NO:
                with arms.arm(f"if {lazy.true}:"):
                    code.add(f"{code.sum} += {1 << place}")
                    code.at(place, bits, 1)
                    self.learn(node.condition, True)
                    arms.leave(self.block(node.body, ladder))
                word = "elif"
            if told.doubt != NO:
                with arms.arm("else:" if told.doubt == YES and word == "elif" else f"{word} {told.doubt}:"):
                    lazy.all_read()
                    code.at(place, bits, 2)
                    self.learn_unknown(node.condition, told)
                    arms.leave(self._doubted(node.condition, 2 << place, ending, lazy.tests))
            if told.true != YES and not (told.true == NO and told.doubt == YES):
                before = code.path
                code.path = before.copy()
                code.at(place, bits, 0)
                if not lazy.walrus:
                    self.learn(node.condition, False)
                arms.passing(code.path)
                code.path = before
        return not arms.paths

    def _doubted(self, condition: ir.AnyCondition, digit: int, ending: bool, tests: Sequence[ir.AnyCondition]) -> bool:
        met = list(self.truths.met(condition))
        if not in_one_order(met):
            self.code.add(UNTOLD)
            return True
        self.code.add(f"{self.code.sum} += {digit}")
        bits = self.bits(met)
        if len(tests) > 1:  # one or another, and none is true: each that is unknown is asked for
            for test in tests:
                asked = self.truths.asked(test, bits)
                unknown = self.truths.told(test).unknown
                if asked != "0" and unknown != NO:
                    variable = self.single(test)
                    with self.code.block(f"if {unknown}:"):
                        if variable is not None and unknown == f"{variable} is None":
                            self.code.path.missing.add(variable)
                        self.add_doubt(self.truths.asked(test, bits))
        else:
            self.add_doubt(self.truths.asked(condition, bits))
        if ending:
            self.code.add("break")
        return ending

    # --- what a path learns -------------------------------------------------------------------------------------------

    def learn(self, condition: ir.AnyCondition, value: bool) -> None:
        """Notes what follows from a condition's being true, or false."""
        path = self.code.path
        match condition:
            case ir.Not(operand=operand):
                self.learn(operand, not value)
            case ir.All(operands=operands) if value:
                for operand in operands:
                    self.learn(operand, True)
            case ir.Any(operands=operands) if not value:
                for operand in operands:
                    self.learn(operand, False)
            case ir.All(operands=(operand,)) | ir.Any(operands=(operand,)):
                self.learn(operand, value)
            case ir.NamedCondition(name=name):
                home = self.guideline.named_by_name[name]
                assert isinstance(home, ir.DefinedCondition), name
                self.learn(home.condition, value)
            case ir.Flag(name=name):
                variable = self.locals.input(name)
                path.known.add(variable)
                path.flags[variable] = value
            case ir.SetHas(name=name) | ir.WordIs(subject=ir.InputWord(name=name)):
                path.known.add(self.locals.input(name))
            case ir.Known(of=name, known=known, state=None) if name in self.guideline.inputs:
                (path.known if known is value else path.missing).add(self.locals.input(name))
            case ir.Band() if (plain := self.truths.plain(condition)) is not None:
                if value:
                    path.lies(plain.variable, plain.low, plain.high)
                elif plain.low is None and plain.high is not None:
                    path.lies(plain.variable, (plain.high[0], not plain.high[1]), None)
                elif plain.high is None and plain.low is not None:
                    path.lies(plain.variable, None, (plain.low[0], not plain.low[1]))
                else:
                    path.known.add(plain.variable)
            case _:
                pass

    def learn_unknown(self, condition: ir.AnyCondition, told: Told) -> None:
        """Notes that the one value that a condition tests is missing."""
        variable = self.single(condition)
        if variable is not None and told.doubt == f"{variable} is None":
            self.code.path.missing.add(variable)

    def single(self, condition: ir.AnyCondition) -> str | None:
        """The variable of a condition on one value."""
        match condition:
            case ir.Not(operand=operand):
                return self.single(operand)
            case ir.Flag(name=name) | ir.SetHas(name=name) | ir.WordIs(subject=ir.InputWord(name=name)):
                return self.locals.input(name)
            case ir.Band() if (plain := self.truths.plain(condition)) is not None:
                return plain.variable
            case ir.NamedCondition(name=name):
                home = self.guideline.named_by_name[name]
                assert isinstance(home, ir.DefinedCondition), name
                return self.single(home.condition) if self.truths.size(home.condition) == 1 else None
            case _:
                return None

    # --- decisions ----------------------------------------------------------------------------------------------------

    def decide(self, node: ir.Decide, ladder: ir.Regimen | None) -> bool:
        """A decision: the digit is the branch, in the order of writing; the last stands for none that can be told."""
        code = self.code
        cases = [branch for branch in node.branches if branch.kind != "unknown"]
        unknown = next((branch for branch in node.branches if branch.kind == "unknown"), None)
        pairs = together(self.guideline, node, cases)
        conditions = [branch.condition for branch in cases if branch.condition is not None]
        one = self._one_variable(conditions)
        bits = len(cases).bit_length()
        place = code.digit(bits)
        last = len(cases) << place
        names = (*(branch_text(branch, self.guideline) for branch in cases), "cannot be told")
        self.means(place, bits, node, statement_text(node, self.guideline), names)
        tests, doubt = self._tests(node, cases, pairs, one)
        with code.arms() as arms:
            word = "if"
            if one is not None and one not in code.path.known:
                with arms.arm(f"if {one} is None:"):
                    code.path.missing.add(one)
                    code.at(place, bits, len(cases))
                    arms.leave(self._undecided(node, unknown, conditions, last, ladder))
                word, doubt = "elif", None
            for index, (branch, test) in enumerate(zip(cases, tests, strict=True)):
                if test == NO:
                    continue
                always = test == YES
                with arms.arm("else:" if always and word == "elif" else f"{word} {test}:"):
                    if one is not None:
                        code.path.known.add(one)
                    self._overlapping(index, cases, pairs)
                    if index:
                        code.add(f"{code.sum} += {index << place}")
                    code.at(place, bits, index)
                    if branch.condition is not None:
                        self.learn(branch.condition, True)
                    arms.leave(self.block(branch.body, ladder))
                word = "elif"
                if always:
                    return not arms.paths
            with arms.arm("else:" if word == "elif" else "if True:"):
                if doubt is None:
                    code.add(UNTOLD)  # no branch applies
                    arms.leave(True)
                else:
                    if pairs.gap and doubt != YES:
                        with code.block(f"if not {doubt}:"):
                            code.add(UNTOLD)
                    code.at(place, bits, len(cases))
                    arms.leave(self._undecided(node, unknown, conditions, last, ladder))
        return not arms.paths

    def _one_variable(self, conditions: Sequence[ir.AnyCondition]) -> str | None:
        """The variable of a decision whose branches all test one plain value and are known once it is."""
        variables = {self.single(condition) for condition in conditions}
        return variables.pop() if len(variables) == 1 else None

    def _tests(
        self, node: ir.Decide, cases: Sequence[ir.Branch], pairs: Together, one: str | None
    ) -> tuple[list[str], str | None]:
        """Per branch what takes it, given that none before was; and what there is beside a gap (None: nothing)."""
        before = self.code.path
        self.code.path = before.copy()
        if one is not None:
            self.code.path.known.add(one)
        told: list[Told | None] = []
        for branch in cases:
            told.append(None if branch.condition is None else self.truths.told(branch.condition))
            if one is not None and branch.condition is not None and not pairs.pairs:
                self.learn(branch.condition, False)  # for the tests behind it
                self._past(branch.condition)
            elif branch.condition is not None:
                self._learn_not_true(branch.condition)
        before.loaded |= self.code.path.loaded
        self.code.path = before
        given = [each for each in told if each is not None]
        tests: list[str] = []
        for index, each in enumerate(told):
            if each is None:
                tests.append(joined("and", [one_.false for one_ in given]))
            elif node.first_that_applies:
                earlier = [other.false for other in told[:index] if other is not None and other.doubt != NO]
                tests.append(joined("and", [*earlier, each.true]))
            else:
                tests.append(each.true)
        if one is not None and not node.first_that_applies and not pairs.gap and not pairs.pairs and None not in told:
            tests[-1] = YES  # known, and in none of the others
        doubt: str | None = joined("or", [each.objects for each in given])
        if all(each.doubt == NO for each in given):
            doubt = None if pairs.gap or None in told else YES
        return tests, doubt

    def _learn_not_true(self, condition: ir.AnyCondition) -> None:
        """Behind a test that failed, a number that it compares lies on the other side, if it is known."""
        spans = self.code.path.spans
        match condition:
            case ir.Any(operands=operands):
                for operand in operands:
                    self._learn_not_true(operand)
            case ir.NamedCondition(name=name):
                home = self.guideline.named_by_name[name]
                assert isinstance(home, ir.DefinedCondition), name
                self._learn_not_true(home.condition)
            case ir.Band() if (plain := self.truths.plain(condition)) is not None:
                span = spans.get(plain.variable, Span())
                if plain.low is None and plain.high is not None:
                    spans[plain.variable] = span.narrowed((plain.high[0], not plain.high[1]), None)
                elif plain.high is None and plain.low is not None:
                    spans[plain.variable] = span.narrowed(None, (plain.low[0], not plain.low[1]))
            case _:
                pass

    def _past(self, condition: ir.AnyCondition) -> None:
        """Behind a band that begins where all before it end, its value lies above it."""
        plain = self.truths.plain(condition) if isinstance(condition, ir.Band) else None
        if plain is None or plain.low is None or plain.high is None:
            return
        span = self.code.path.spans.get(plain.variable, Span())
        if span.low == plain.low:
            self.code.path.spans[plain.variable] = Span((plain.high[0], not plain.high[1]), span.high)

    def _overlapping(self, index: int, cases: Sequence[ir.Branch], pairs: Together) -> None:
        """Where another branch that does something else may be true too, nobody goes on."""
        for first, second in pairs.pairs:
            other = second if first == index else None
            condition = cases[other].condition if other is not None else None
            if other is not None and condition is not None and not same(cases[index].body, cases[other].body):
                told = self.truths.told(condition)
                if told.true != NO:
                    with self.code.block(f"if {told.true}:"):
                        self.code.add(UNTOLD)

    def _undecided(
        self,
        node: ir.Decide,
        unknown: ir.Branch | None,
        conditions: Sequence[ir.AnyCondition],
        digit: int,
        ladder: ir.Regimen | None,
    ) -> bool:
        """Where no branch can be told: the branch for that, or questions and the end."""
        code = self.code
        code.add(f"{code.sum} += {digit}")
        if unknown is not None:
            return self.block(unknown.body, ladder)
        met = [names for condition in conditions for names in self.truths.met(condition)]
        bits = self.bits(met)
        ordered = in_one_order(met)
        opened = code.doubt(len(conditions)) if not ordered else 0
        for index, condition in enumerate(conditions):
            told = self.truths.told(condition)
            if told.unknown == NO:
                continue
            if (node.first_that_applies and index) or not (ordered or in_one_order(list(self.truths.met(condition)))):
                code.add(UNTOLD)
                return True
            own = self.truths.asked(condition, bits)
            if not ordered:
                own = f"{1 << opened + index} | {own}"
            if told.unknown == YES:
                self.add_doubt(own)
                continue
            with code.block(f"if {told.unknown}:"):
                self.add_doubt(own)
        code.add("break")
        return True

    # --- values -------------------------------------------------------------------------------------------------------

    def report(self, name: str) -> None:
        """A report: what is asked for where its value is not known."""
        home = self.guideline.named_by_name.get(name)
        if home is None:
            variable = self.locals.input(name)
            if not self.locals.is_known(variable):
                bits = self.bits([(name,)])
                self.code.add(f"u |= {bits[name]} if {variable} is None else 0")
            return
        bits = self.bits([(each,) for each in self.truths.names_in(home)])
        pairs = ", ".join(f"{each!r}: {bit}" for each, bit in bits.items())
        unsure = self.truths.settling.unsure(name)
        if unsure is None:
            self.code.add(f"u |= bits_reported({self.locals.exact_value(name)}, {{{pairs}}})")
        elif unsure != NO:
            with self.code.block(f"if {unsure}:"):
                self.code.add(f"u |= bits_reported({self.locals.exact_value(name)}, {{{pairs}}})")

    # --- drugs --------------------------------------------------------------------------------------------------------

    def rules_on(self, given: Sequence[str], ladder: ir.Regimen | None) -> list[ir.NeverRule]:
        """The ``never`` rules on any of what is given, or on its ladder."""
        name = None if ladder is None else ladder.name
        return [
            rule
            for pitfall in self.guideline.pitfalls
            for rule in pitfall.rules
            if rule.target == name or any(rule_matches(self.guideline, rule.target, what) for what in given)
        ]

    def blocked(self, rules: Sequence[ir.NeverRule]) -> bool:
        """Who is kept from a give by a rule that is not known false; whether everybody is."""
        code = self.code
        told = [self.truths.told(rule.condition) for rule in rules]
        objecting = joined("or", [each.objects for each in told])
        if objecting != NO:
            start = code.digits
            with code.block("if True:" if objecting == YES else f"if {objecting}:"):
                for rule, each in zip(rules, told, strict=True):
                    self.objection(rule, each)
                code.add("break")
            if code.digits > start:
                code.at(start, code.digits - start, 0)
        for rule in rules:
            self.learn(rule.condition, False)
        return objecting == YES

    def objection(self, rule: ir.NeverRule | ir.Interruption, told: Told, then: tuple[str, str] = ("", "")) -> None:
        """The digit of a rule: 0 false, 1 true, 2 unknown; and what is unknown behind it. ``then`` are lines for what
        follows where it is true, and where it is unknown."""
        code, condition = self.code, rule.condition
        if told.objects == NO:
            return
        place = code.digit(2)
        self.means(place, 2, rule, rule_text(rule, self.guideline), ("false", "true", "unknown"))
        met = list(self.truths.met(condition))
        untold = not isinstance(condition, ir.Known) and rests_on_doubt(self.guideline, condition)
        if untold or not in_one_order(met):
            with code.block("if True:" if told.objects == YES else f"if {told.objects}:"):
                code.add(UNTOLD)
            return
        bits = self.bits(met)
        word = "if"
        if told.true != NO:
            with code.block(f"if {told.true}:"):
                code.add(f"{code.sum} += {1 << place}")
                if then[0]:
                    code.add(then[0])
            word = "elif"
        if told.doubt != NO:
            with code.block("else:" if told.doubt == YES and word == "elif" else f"{word} {told.doubt}:"):
                code.add(f"{code.sum} += {2 << place}")
                self.learn_unknown(condition, told)
                self.add_doubt(self.truths.asked(condition, bits))
                if then[1]:
                    code.add(then[1])

    def give(self, node: ir.Give, ladder: ir.Regimen | None) -> bool:
        """A give: who is kept back, whose dose is not known, and the cautions behind it."""
        code = self.code
        if self.blocked(self.rules_on([node.what], ladder)):
            return True
        if node.dose is not None:
            amounts = [amount for amount in (node.dose.amount, node.dose.low) if amount is not None]
            if not all(isinstance(amount, ir.Const) for amount in amounts):
                self._dose(amounts)
            elif node.dose.volume is not None and not isinstance(node.dose.volume, ir.Const):
                code.add("numbers.append(None)")
        self.says(node)
        for caution in self.guideline.cautions:
            matches = rule_matches(self.guideline, caution.target, node.what)
            if (matches or (ladder is not None and caution.target == ladder.name)) and self.block(
                (caution.when,), ladder
            ):
                return True
        return False

    def _dose(self, amounts: Sequence[ir.AnyNumber]) -> None:
        """A dose that is worked out: its numbers, or what to ask for them."""
        code = self.code
        self.locals.counts = True
        values = [self.truths.settling.amount(amount) for amount in amounts]
        place = code.digit(1)
        names = tuple(dict.fromkeys(name for amount in amounts for name in self.truths.names_in(amount)))
        bits = self.bits([(name,) for name in names])
        self.means(place, 1, amounts[0], "the dose", ("known", "unknown"))
        with code.block(f"if {' or '.join(f'{value} is None' for value in values)}:"):
            code.add(f"{code.sum} += {1 << place}")
            pairs = ", ".join(f"{name!r}: {bits[name]}" for name in names)
            found = [self.locals.exact(f"number {id(amount)}", "number", amount) for amount in amounts]
            code.add(f"u |= bits_asked({', '.join(found)}, names={{{pairs}}})")
            code.add("break")
        code.at(place, 1, 0)
        for value in values:
            code.add(f"numbers.append({value})")


def kind_of(node: ir.AnyStatement) -> str:
    """What a statement is called in a result: ``give``, ``advise_against``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(node).__name__).lower()


def rule_text(rule: ir.NeverRule | ir.Interruption, guideline: ir.Guideline) -> str:
    """A rule in words."""
    words = condition_text(rule.condition, guideline)
    match rule:
        case ir.NeverRule(target=target):
            return f"never give {title_of(guideline, target)} when {words}"
        case ir.Interruption(kind=kind):
            return f"{kind} {'when' if kind == 'stop' else 'while'} {words}"


def rests_on_doubt(guideline: ir.Guideline, condition: ir.AnyCondition) -> bool:
    """Whether a true condition may rest on something that is not known: ``X is unknown``, or a score."""
    return any(_rests(guideline, node) for node in _within(guideline, condition))


def _rests(guideline: ir.Guideline, node: ir.Node) -> bool:
    match node:
        case ir.Known(known=False) | ir.AtLeast():
            return True
        case ir.Band():
            return not is_plain(guideline, node)
        case ir.WordIs(subject=subject):
            return isinstance(subject, ir.NamedWord)
        case _:
            return False


def _within(guideline: ir.Guideline, condition: ir.Node) -> Iterator[ir.Node]:
    for node in descend(condition):
        yield node
        if isinstance(node, ir.NamedCondition):
            home = guideline.named_by_name[node.name]
            assert isinstance(home, ir.DefinedCondition)
            yield from _within(guideline, home.condition)


class Lazily:
    """The condition of a ``when``; where it is one test or another, each value is read when its test is come to."""

    def __init__(self, truths: Truths, condition: ir.AnyCondition) -> None:
        self.code = truths.locals.code
        self.tests = list(_alternatives(truths.guideline, condition))
        before = self.code.path
        length = len(self.code.lines)
        self.code.path = before.copy()
        self.told = truths.told(condition)
        self.true = self.told.true
        self.read = self.code.path.loaded - before.loaded
        assigned = self.code.lines[length:]
        simple = all(line.strip().split(" = ")[0] in self.read and "values.get" in line for line in assigned)
        self.walrus = len(self.tests) > 1 and simple and len(assigned) == len(self.read) > 1 and self.told.doubt != NO
        if not self.walrus:
            before.loaded |= self.code.path.loaded
            before.known |= self.code.path.known & self.read
            self.code.path = before
            return
        self.code.path = before
        first, *others = assigned
        del self.code.lines[length:]
        self.code.lines.append(first)
        before.loaded.add(first.strip().split(" = ")[0])
        for line in others:
            name, value = line.strip().split(" = ", 1)
            self.true = re.sub(rf"\b{name}\b", f"({name} := {value})", self.true, count=1)

    def all_read(self) -> None:
        """Where the condition is not true, every value was read."""
        if self.walrus:
            self.code.path.loaded |= self.read


def _alternatives(guideline: ir.Guideline, condition: ir.AnyCondition) -> Iterator[ir.AnyCondition]:
    """The tests of a condition any of which makes it true; nothing where it is made otherwise."""
    match condition:
        case ir.Any(operands=operands):
            inner = [list(_alternatives(guideline, operand)) for operand in operands]
            if all(inner):
                for each in inner:
                    yield from each
        case ir.NamedCondition(name=name):
            home = guideline.named_by_name[name]
            assert isinstance(home, ir.DefinedCondition), name
            yield from _alternatives(guideline, home.condition)
        case ir.Flag() | ir.SetHas() | ir.WordIs(subject=ir.InputWord()):
            yield condition
        case ir.Band() if is_plain(guideline, condition):
            yield condition
        case _:
            pass
