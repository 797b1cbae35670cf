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

from collections.abc import Iterator, Sequence

from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.same import same
from milligram.ir.walk import can_end, descend

from milligram_targets.python.fast.code import Code
from milligram_targets.python.fast.exclusive import Together, together
from milligram_targets.python.fast.truths import NO, YES, Locals, Told, Truths, in_one_order, is_plain, joined

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

                return give_regimen(self, self.guideline.regimens[what])
            case ir.Give():
                return self.give(node, ladder)
            case ir.Report(names=names):
                for name in names:
                    self.report(name)
                return False
            case ir.End():
                self.code.add("break")
                return True
            case _:
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
        told = self.truths.told(node.condition)
        if told.true == NO and told.doubt == NO:
            return False
        ending = can_end(node.body, self.guideline)
        place = code.digit(1 if told.doubt == NO else 2)
        ends = False
        with code.arms() as arms:
            with arms.arm(f"if {told.true}:"):
                code.add(f"o += {1 << place}")
                self._learn(node.condition)
                ends = self.block(node.body, ladder)
            if told.doubt != NO:
                with arms.arm("else:" if told.doubt == YES else f"elif {told.doubt}:"):
                    self._doubted(node.condition, 2 << place, ending)
        if ending and told.doubt != NO:
            self._learn_all(node.condition)
        return ends and told.true == YES

    def _doubted(self, condition: ir.AnyCondition, digit: int, ending: bool) -> None:
        met = list(self.truths.met(condition))
        if not in_one_order(met):
            self.code.add(UNTOLD)
            return
        self.code.add(f"o += {digit}")
        self.add_doubt(self.truths.asked(condition, self.bits(met)))
        if ending:
            self.code.add("break")

    def _learn(self, condition: ir.AnyCondition) -> None:
        """Where a condition is true, what it tests alone, or with ``and``, is known."""
        match condition:
            case ir.All(operands=operands):
                for operand in operands:
                    self._learn(operand)
            case _:
                self._learn_all(condition)

    def _learn_all(self, condition: ir.AnyCondition) -> None:
        """Where a condition on one value is known, the value is."""
        variable = self._variable(condition)
        if variable is not None:
            self.code.path.known.add(variable)

    def _variable(self, condition: ir.AnyCondition) -> str | None:
        match condition:
            case ir.Not(operand=operand):
                return self._variable(operand)
            case ir.Flag(name=name) | ir.SetHas(name=name) | ir.WordIs(subject=ir.InputWord(name=name)):
                return self.locals.input(name)
            case ir.Known(of=name, known=True, state=None) if name in self.guideline.inputs:
                return self.locals.input(name)
            case ir.Band() if (plain := self.truths.plain(condition)) is not None:
                return plain[0]
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
        place = code.digit(len(cases).bit_length())
        last = len(cases) << place
        tests, doubt = self._tests(node, cases, pairs, one)
        left: list[bool] = []
        with code.arms() as arms:
            word = "if"
            if one is not None and not self.locals.is_known(one):
                with arms.arm(f"if {one} is None:"):
                    left.append(self._undecided(node, unknown, conditions, last, ladder))
                word = "elif"
                doubt = None
            for index, (branch, test) in enumerate(zip(cases, tests, strict=True)):
                if test == NO:
                    continue
                head = "else:" if test == YES and word == "elif" else f"{word} {test}:"
                with arms.arm(head):
                    if one is not None:
                        code.path.known.add(one)
                    self._overlapping(index, cases, pairs)
                    if index:
                        code.add(f"o += {index << place}")
                    if branch.condition is not None:
                        self._learn(branch.condition)
                    left.append(self.block(branch.body, ladder))
                word = "elif"
                if head == "else:":
                    break
            else:
                with arms.arm("else:" if word == "elif" else "if True:"):
                    if doubt is None:
                        code.add(UNTOLD)  # no branch applies
                        left.append(True)
                    else:
                        if pairs.gap and doubt != YES:
                            with code.block(f"if not {doubt}:"):
                                code.add(UNTOLD)
                        left.append(self._undecided(node, unknown, conditions, last, ladder))
        if one is not None and (unknown is None or (left and left[0])):
            code.path.known.add(one)
        return all(left)

    def _one_variable(self, conditions: Sequence[ir.AnyCondition]) -> str | None:
        """The variable of a decision whose branches all test one plain value and are known once it is."""
        variables = {self._variable(condition) for condition in conditions}
        plain = (ir.Flag, ir.Not, ir.SetHas, ir.WordIs, ir.Band)
        if len(variables) != 1 or not all(isinstance(condition, plain) for condition in conditions):
            return None
        return variables.pop()

    def _tests(
        self, node: ir.Decide, cases: Sequence[ir.Branch], pairs: Together, one: str | None
    ) -> tuple[list[str], str | None]:
        """Per branch what takes it, given that none before was; and what there is beside a gap (None: nothing)."""
        known = self.code.path.known.copy()
        if one is not None:
            self.code.path.known.add(one)
        told = [None if branch.condition is None else self.truths.told(branch.condition) for branch in cases]
        self.code.path.known = known
        given = [each for each in told if each is not None]
        tests: list[str] = []
        for index, each in enumerate(told):
            if each is None:
                tests.append(joined_false(given))
            elif node.first_that_applies:
                earlier = [one_ for one_ in told[:index] if one_ is not None]
                tests.append(and_(joined_false([x for x in earlier if x.doubt != NO]), each.true))
            else:
                tests.append(each.true)
        if one is not None and not node.first_that_applies and not pairs.gap and not pairs.pairs and None not in told:
            tests[-1] = YES  # known, and in none of the others
        doubts = [each.objects for each in given]
        doubt: str | None = or_(doubts)
        if all(each.doubt == NO for each in given):
            doubt = None if pairs.gap or None in told else YES
        return tests, doubt

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
        code.add(f"o += {digit}")
        if unknown is not None:
            return self.block(unknown.body, ladder)
        met = [names for condition in conditions for names in self.truths.met(condition)]
        bits = self.bits(met)
        ordered = in_one_order(met)
        opened = code.doubt(len(conditions)) if not ordered else 0
        for index, condition in enumerate(conditions):
            told = self.truths.told(condition)
            if told.unknown != NO and node.first_that_applies and index:
                code.add(UNTOLD)
                return True
            if told.unknown == NO:
                continue
            own = self.truths.asked(condition, bits)
            if not ordered:
                own = f"{1 << opened + index} | {own}"
                if not in_one_order(list(self.truths.met(condition))):
                    code.add(UNTOLD)
                    return True
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
        found = self.locals.exact_value(name)
        names = self.truths.names_in(home)
        bits = self.bits([(each,) for each in names])
        pairs = ", ".join(f"{each!r}: {bits[each]}" for each in names)
        self.code.add(f"u |= bits_reported({found}, {{{pairs}}})")

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

    def blocked(self, rules: Sequence[ir.NeverRule]) -> None:
        """Who is kept from a give by a rule that is not known false."""
        code = self.code
        told = [self.truths.told(rule.condition) for rule in rules]
        objecting = or_([each.objects for each in told])
        if objecting == NO:
            return
        with code.block("if True:" if objecting == YES else f"if {objecting}:"):
            for rule, each in zip(rules, told, strict=True):
                self.objection(rule.condition, each)
            code.add("break")
        for rule in rules:
            self._learn_not(rule.condition)

    def _learn_not(self, condition: ir.AnyCondition) -> None:
        """Where a rule is known false, what it tests alone is known."""
        match condition:
            case ir.Known(of=name, known=False, state=None) if name in self.guideline.inputs:
                self.code.path.known.add(self.locals.input(name))
            case ir.Any(operands=operands):
                for operand in operands:
                    self._learn_not(operand)
            case _:
                self._learn_all(condition)

    def objection(self, condition: ir.AnyCondition, told: Told) -> None:
        """The digit of a rule: 0 false, 1 true, 2 unknown; and what is unknown behind it."""
        code = self.code
        if told.objects == NO:
            return
        place = code.digit(2)
        alone = isinstance(condition, ir.Known)
        met = list(self.truths.met(condition))
        if not in_one_order(met) or (not alone and rests_on_doubt(self.guideline, condition)):
            with code.block("if True:" if told.objects == YES else f"if {told.objects}:"):
                code.add(UNTOLD)
            return
        if told.true != NO:
            with code.block(f"if {told.true}:"):
                code.add(f"o += {1 << place}")
        if told.unknown != NO:
            with code.block(f"if {told.unknown}:"):
                code.add(f"o += {2 << place}")
                self.add_doubt(self.truths.asked(condition, self.bits(met)))

    def give(self, node: ir.Give, ladder: ir.Regimen | None) -> bool:
        """A give: who is kept back, whose dose is not known, and the cautions behind it."""
        code = self.code
        self.blocked(self.rules_on([node.what], ladder))
        if node.dose is not None:
            amounts = [amount for amount in (node.dose.amount, node.dose.low) if amount is not None]
            if not all(isinstance(amount, ir.Const) for amount in amounts):
                self._dose(amounts)
            elif node.dose.volume is not None and not isinstance(node.dose.volume, ir.Const):
                code.add("numbers.append(None)")
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
        found = [self.locals.exact(f"number {id(amount)}", "number", amount) for amount in amounts]
        values = [
            self.locals.load(f"amount {id(amount)}", "amount", f"{name}.one()")
            for amount, name in zip(amounts, found, strict=True)
        ]
        place = code.digit(1)
        names = tuple(dict.fromkeys(name for amount in amounts for name in self.truths.names_in(amount)))
        bits = self.bits([(name,) for name in names])
        with code.block(f"if {' or '.join(f'{value} is None' for value in values)}:"):
            code.add(f"o += {1 << place}")
            pairs = ", ".join(f"{name!r}: {bits[name]}" for name in names)
            code.add(f"u |= bits_asked({', '.join(found)}, names={{{pairs}}})")
            code.add("break")
        for value in values:
            code.add(f"numbers.append({value})")


def joined_false(told: Sequence[Told]) -> str:
    """Where all conditions are false."""
    return and_(*[each.false for each in told])


def and_(*parts: str) -> str:
    """``a and b``."""
    return joined("and", parts)


def or_(parts: Sequence[str]) -> str:
    """``a or b``."""
    return joined("or", parts)


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
