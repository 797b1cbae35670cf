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
from milligram.ir.print import condition_text, statement_text, title_of
from milligram.ir.walk import can_end, descend

from milligram_targets.python.fast.code import UNTOLD, Code, Digit, Rung, Said
from milligram_targets.python.fast.lazily import Lazily
from milligram_targets.python.fast.locals import Locals
from milligram_targets.python.fast.plain import NO, YES, in_one_order, is_plain
from milligram_targets.python.fast.truths import Told, Truths, joined


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
                from milligram_targets.python.fast.decisions import decide

                return decide(self, node, ladder)
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
                if rung.meanwhile:
                    text, route = f"go on with {text.removeprefix('give ')}", f"{route}, meanwhile"
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
                    code.plus(1 << place)
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
        self.code.plus(digit)
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
        code.path.total = None  # what comes behind is reached with and without the digit
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
                code.plus(1 << place)
                if then[0]:
                    code.add(then[0])
            word = "elif"
        if told.doubt != NO:
            with code.block("else:" if told.doubt == YES and word == "elif" else f"{word} {told.doubt}:"):
                code.plus(2 << place)
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
            if node.dose.volume is not None and not isinstance(node.dose.volume, ir.Const):
                self.locals.counts = True
                code.add(f"numbers.append({self.truths.settling.amount(node.dose.volume)})")
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
            code.plus(1 << place)
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
