"""Statements of the pathway as plain Python: ``if`` and ``elif`` on decisions, calls that say something.

Enters: a block of IR statements. Leaves: the statements of a function with the arguments ``p`` and ``run``.

    when neck_spasm:          ->   if run.when(140, "neck spasm", p.neck_spasm, …):
      follow spasm_care                spasm_care(p, run)
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers, rule_matches
from milligram.ir.print import branch_text, condition_text, statement_text
from milligram.ir.same import meaning
from milligram.ir.walk import can_end, statements

from milligram_targets.python import build
from milligram_targets.python.context import Context
from milligram_targets.python.doses import dose_of
from milligram_targets.python.expressions import Expressions
from milligram_targets.python.prose import Names, slug

LONGEST_BRANCH = 40
"""A branch whose text is longer is named by its line."""


def notes_of(notes: ir.Notes) -> dict[str, ast.expr | None]:
    """Grade, reason and sources as keywords."""
    return {
        "grade": build.text_or_none(notes.grade),
        "because": build.text_or_none(notes.because),
        "sources": build.some_texts(notes.sources),
    }


def notes_call(notes: ir.Notes) -> ast.expr | None:
    """``Notes(grade=…, …)``, or None where there are none."""
    found = build.call("Notes", **notes_of(notes))
    return found if found.keywords else None


class Body:
    """The statements of one function."""

    def __init__(self, context: Context, hint: str) -> None:
        self.context = context
        self.guideline = context.guideline
        self.hint = hint
        self.locals = Names(context.names.taken | {"p", "run"})

    def block(self, body: Sequence[ir.AnyStatement]) -> list[ast.stmt]:
        """The statements of a block; what stands behind ``continue`` or ``end`` never runs."""
        found: list[ast.stmt] = []
        for statement in body:
            if isinstance(statement, ir.Continue):
                break
            found += self.statement(statement)
            if isinstance(statement, ir.End):
                break
        return found or [ast.Pass()]

    def statement(self, node: ir.AnyStatement) -> list[ast.stmt]:
        """One statement."""
        text = statement_text(node, self.guideline)
        match node:
            case ir.Give(what=what) if what in self.guideline.regimens:
                return [self._climb(node, text)]
            case ir.Give():
                return self._give(node, text)
            case ir.When():
                return self._when(node)
            case ir.Decide():
                return self._decide(node, text)
            case ir.Follow(part=part):
                title = self.guideline.parts[part].title
                target = build.name(self.context.identifier(part))
                return [self._run("follow", node, build.constant(title), target, build.constant(part), build.name("p"))]
            case ir.End(notes=notes):
                return [self._run("end", node, *([build.constant(notes.because)] if notes.because else []))]
            case ir.Report(names=names):
                return self._report(node, text, names)
            case ir.Stop(what=what):
                return [self._say(node, "stop", text, what)]
            case ir.Hold(what=what):
                return [self._say(node, "hold", text, what)]
            case ir.AdviseAgainst(what=what):
                return [self._say(node, "advise_against", text, what)]
            case ir.Start(monitor=what):
                return [self._say(node, "start", text, what)]
            case ir.Advise(text=words):
                return [self._say(node, "advise", words)]
            case ir.Note(text=words):
                return [self._say(node, "note", words)]
            case ir.Unspecified(text=words):
                return [self._say(node, "unspecified", words)]
            case ir.Refer(to=to):
                return [self._say(node, "refer", to)]
            case ir.Suggest(text=maybe, what=named):
                return [self._say(node, "suggest", maybe or text, named)]
            case ir.Order(text=maybe, what=named):
                return [self._say(node, "order", maybe or text, named)]
            case ir.Continue():
                return []
            case _:
                assert_never(node)

    def _run(self, method: str, node: ir.Node, *arguments: ast.expr, **keywords: ast.expr | None) -> ast.stmt:
        line = build.constant(self.context.line(node))
        return ast.Expr(value=build.call(build.attribute(build.name("run"), method), line, *arguments, **keywords))

    def _say(self, node: ir.AnyStatement, kind: str, text: str, what: str | None = None) -> ast.stmt:
        words = (build.constant(kind), build.constant(text))
        return self._run("say", node, *words, what=build.text_or_none(what), **notes_of(node.notes))

    def _report(self, node: ir.Report, text: str, names: Iterable[str]) -> list[ast.stmt]:
        expressions = Expressions(self.context)
        pairs = [build.tuple_of([build.constant(name), expressions.value(name)]) for name in names]
        return [self._run("report", node, build.constant(text), *pairs)]

    # --- conditions ---------------------------------------------------------------------------------------------------

    def _when(self, node: ir.When) -> list[ast.stmt]:
        expressions = Expressions(self.context, self.hint, names=self.locals)
        condition = expressions.condition(node.condition)
        then = [statement_text(inner, self.guideline) for inner in node.body]
        ends = can_end(node.body, self.guideline)
        test = build.call(
            build.attribute(build.name("run"), "when"),
            build.constant(self.context.line(node)),
            build.constant(condition_text(node.condition, self.guideline)),
            condition,
            reads=build.some_texts(self.context.reads(node.condition)),
            then=build.some_texts(then),
            can_end=build.constant(True) if ends else None,
        )
        return [*self._terms(expressions), ast.If(test=test, body=self.block(node.body), orelse=[])]

    def _terms(self, expressions: Expressions) -> list[ast.stmt]:
        """Parts of formulas, named before the statement that uses them."""
        return expressions.terms

    def _decide(self, node: ir.Decide, text: str) -> list[ast.stmt]:
        expressions = Expressions(self.context, self.hint, names=self.locals)
        names = self._branch_names(node)
        branches: list[ast.expr] = []
        for branch, name in zip(node.branches, names, strict=True):
            if branch.kind == "unknown":
                continue
            label = branch_text(branch, self.guideline)
            arguments: list[ast.expr] = [build.constant(name), build.constant(self.context.line(branch))]
            if branch.condition is not None:
                arguments.append(expressions.condition(branch.condition))
            shown = build.constant(label) if label != name else None
            branches.append(build.call("branch", *arguments, text=shown))
        unknown = next(
            (name for branch, name in zip(node.branches, names, strict=True) if branch.kind == "unknown"), None
        )
        conditions = [branch.condition for branch in node.branches if branch.condition is not None]
        target = self.locals.take(slug(node.question or text, 24))
        decision = build.call(
            build.attribute(build.name("run"), "decide"),
            build.constant(self.context.line(node)),
            build.constant(text),
            *branches,
            reads=build.some_texts(self.context.reads(*conditions)),
            unknown=build.text_or_none(unknown),
            alike=_alike(node, names),
            first_that_applies=build.constant(True) if node.first_that_applies else None,
        )
        found = [*self._terms(expressions), build.assign(target, decision)]
        chain = self._chain(
            target, [(name, self.block(branch.body)) for name, branch in zip(names, node.branches, strict=True)]
        )
        return found + chain

    def _branch_names(self, node: ir.Decide) -> list[str]:
        """A name for each branch: its text, where that is short and no other branch has it."""
        texts = [branch_text(branch, self.guideline) for branch in node.branches]
        found: list[str] = []
        for branch, text in zip(node.branches, texts, strict=True):
            name = text
            if len(text) > LONGEST_BRANCH or texts.count(text) > 1 or not text.isprintable():
                name = f"line {self.context.line(branch)}"
            while name in found:
                name += " again"
            found.append(name)
        return found

    def _chain(self, target: str, branches: list[tuple[str, list[ast.stmt]]]) -> list[ast.stmt]:
        """``if target == "a": … elif target == "b": …``."""
        if all(isinstance(body[0], ast.Pass) for _, body in branches):
            return []
        chain: list[ast.stmt] = []
        for name, body in reversed(branches):
            test = ast.Compare(left=build.name(target), ops=[ast.Eq()], comparators=[build.constant(name)])
            chain = [ast.If(test=test, body=body, orelse=chain)]
        return chain

    # --- drugs --------------------------------------------------------------------------------------------------------

    def _climb(self, node: ir.Give, text: str) -> ast.stmt:
        regimen = build.call(self.context.identifier(node.what), build.name("p"), build.name("run"))
        arguments = [build.name("run"), build.name("p"), regimen, build.constant(self.context.line(node))]
        return ast.Expr(value=build.call("climb", *arguments, build.constant(text), **notes_of(node.notes)))

    def _give(self, node: ir.Give, text: str) -> list[ast.stmt]:
        expressions = Expressions(self.context, self.hint, names=self.locals)
        dose = dose_of(expressions, node) if node.dose is not None else None
        give = self._run(
            "give",
            node,
            build.constant(node.what),
            build.constant(text),
            dose=dose,
            rules=rules_on(self.context, node.what),
            cautions=cautions_on(self.context, node.what),
            **notes_of(node.notes),
        )
        return [*self._terms(expressions), give]


def _alike(node: ir.Decide, names: list[str]) -> ast.expr | None:
    """Groups of branches that do the same."""
    groups: dict[object, list[str]] = {}
    for branch, name in zip(node.branches, names, strict=True):
        if branch.kind != "unknown":
            groups.setdefault(meaning(branch.body), []).append(name)
    shared = [build.texts(group) for group in groups.values() if len(group) > 1]
    return build.tuple_of(shared) if shared else None


def rules_on(context: Context, what: str) -> ast.expr | None:
    """The ``never`` rules on what a drug or regimen delivers, or None where there are none."""
    if not matching_rules(context, what):
        return None
    key = f"rules on {what}"
    if key not in context.identifiers:
        context.identifiers[key] = context.names.take(f"rules_on_{what}")
        context.ruled.append(what)
    return build.call(context.identifiers[key], build.name("p"))


def matching_rules(context: Context, what: str) -> list[ir.NeverRule]:
    """The rules that concern giving a drug or regimen, in the order of writing."""
    rules = [rule for pitfall in context.guideline.pitfalls for rule in pitfall.rules]
    return [rule for rule in rules if rule_matches(context.guideline, rule.target, what)]


def rule_name(context: Context, rule: ir.NeverRule) -> str:
    """The function of a rule."""
    return context.identifier(f"never {rule.id}")


def cautions_on(context: Context, what: str) -> ast.expr | None:
    """The cautions that follow a give, or None where there are none."""
    guideline = context.guideline
    found: list[ast.expr] = []
    for order, caution in enumerate(guideline.cautions):
        if caution.target == what if what in guideline.regimens else rule_matches(guideline, caution.target, what):
            say = build.call(context.identifier(f"caution {order}"), build.name("p"), build.name("run"))
            found.append(build.call("Caution", build.constant(order), build.thunk(say)))
    return build.tuple_of(found) if found else None


# --- looking ahead ----------------------------------------------------------------------------------------------------


class Ahead:
    """What a step may give, or what lies beyond the last step may stop, before anything runs."""

    def __init__(self, context: Context, expressions: Expressions, regimen: ir.Regimen) -> None:
        self.context = context
        self.expressions = expressions
        self.own = delivers(context.guideline, regimen.name)
        self.following: list[str] = []

    def of(self, body: Sequence[ir.AnyStatement]) -> ast.expr | None:
        """The statements that matter, or None where none does."""
        return self._body(body) if self._matters(body) else None

    def _matters(self, body: Sequence[ir.AnyStatement], seen: frozenset[str] = frozenset()) -> bool:
        for statement in statements(body):
            match statement:
                case ir.Give():
                    return True
                case ir.Stop(what=what) | ir.Hold(what=what) if what in self.own:
                    return True
                case ir.Follow(part=part) if part not in seen:
                    if self._matters(self.context.guideline.parts[part].body, seen | {part}):
                        return True
                case _:
                    pass
        return False

    def _body(self, body: Sequence[ir.AnyStatement]) -> ast.expr:
        return build.tuple_of([item for statement in body for item in self._item(statement)])

    def _item(self, node: ir.AnyStatement) -> list[ast.expr]:
        match node:
            case ir.Give(what=what):
                return [build.call("MayGive", rules_on(self.context, what) or build.tuple_of([]))]
            case ir.Stop(what=what) | ir.Hold(what=what) if what in self.own:
                return [build.call("MayStop")]
            case ir.When(condition=condition, body=body):
                return [self._run(self.expressions.condition(condition), body)]
            case ir.Decide():
                return [self._decide(node)]
            case ir.Follow(part=part) if part not in self.following:
                self.following.append(part)
                found = self._run(build.constant(None), self.context.guideline.parts[part].body)
                self.following.pop()
                return [found]
            case ir.End():
                return [build.call("MayEnd")]
            case ir.Continue():
                return [build.call("MayLeave")]
            case _:
                return []

    def _run(self, condition: ast.expr, body: Sequence[ir.AnyStatement]) -> ast.expr:
        return build.call("MayRun", condition, self._body(body))

    def _decide(self, node: ir.Decide) -> ast.expr:
        branches: list[ast.expr] = []
        unknown: ast.expr = build.constant(None)
        for branch in node.branches:
            if branch.kind == "unknown":
                if isinstance(unknown, ast.Constant):
                    unknown = self._body(branch.body)
                continue
            condition = branch.condition
            when = build.constant(None) if condition is None else self.expressions.condition(condition)
            branches.append(self._run(when, branch.body))
        first = build.constant(True) if node.first_that_applies else None
        return build.call("MayTake", build.tuple_of(branches), unknown, first_that_applies=first)
