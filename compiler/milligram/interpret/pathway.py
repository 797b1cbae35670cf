"""Runs statements in order.

Enters: the blocks of a guideline and a patient's values. Leaves: what a `Record` collects, and how each block ended.

    decide by creatinine_clearance, unknown   ->   the branch ``unknown:``, else halted and asked
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from milligram.interpret.courses import Given
from milligram.interpret.doses import Rung, Undosed, settle
from milligram.interpret.faults import Faulty
from milligram.interpret.flow import Flow
from milligram.interpret.ladders import give_regimen
from milligram.interpret.record import Record
from milligram.interpret.regimens import Interrupted
from milligram.interpret.reports import reported, values_read
from milligram.interpret.result import Advice, AdviceKind, GivenDose, OneOf, Range, Trace, WouldApply
from milligram.interpret.safety import Objection, objections
from milligram.interpret.selection import select
from milligram.interpret.unknowns import unknown_in, unknown_in_all, unknown_in_name
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.print import branch_text, condition_text, statement_text
from milligram.ir.same import same
from milligram.ir.walk import can_end
from milligram.ir.ways import FAILS, HALTED, HOLDS


class Run:
    """One run for one patient."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.guideline = values.guideline
        self.record = Record(values.guideline)
        self.interrupted: dict[str, Interrupted] = {}
        self.rung: Rung | None = None
        self.following: list[str] = []
        self.giving: list[str] = []
        self.given: dict[str, Given] = {}
        self.started: dict[str, None] = {}
        self.halted = False

    # --- blocks -------------------------------------------------------------------------------------------------------

    def pathway(self, pathway: ir.Block) -> None:
        """Runs one pathway to its end."""
        if self.block(pathway.body) is Flow.HALT:
            self.halted = True

    def block(self, body: Iterable[ir.AnyStatement]) -> Flow:
        """Runs a block; ``continue`` leaves it and what follows it goes on."""
        for statement in body:
            here = len(self.record.trace)
            try:
                flow = self.statement(statement)
            except Faulty as fault:
                self.record.fault(fault)
                self.note(statement, "halted", fault.message, branch=HALTED)
                return Flow.HALT
            if flow is not Flow.ON and isinstance(statement, ir.Give | ir.Follow):
                self.record.ended(here)
            if flow is Flow.LEAVE:
                return Flow.ON
            if flow is not Flow.ON:
                return flow
        return Flow.ON

    def statement(self, node: ir.AnyStatement) -> Flow:
        """Runs one statement. Raises `Faulty`."""
        match node:
            case ir.Give(what=what) if what in self.guideline.regimens:
                return give_regimen(self, node, self.guideline.regimens[what])
            case ir.Give():
                return self.give(node)
            case ir.When():
                return self.when(node)
            case ir.Decide():
                return self.decide(node)
            case ir.Follow():
                return self.follow(node)
            case ir.Continue():
                return Flow.LEAVE
            case ir.End(notes=notes):
                self.note(node, "end", notes.because or "the pathway ends")
                return Flow.END
            case ir.Report(names=names):
                for name in names:
                    self.report(node, name)
                return Flow.ON
            case ir.Stop(what=what):
                return self.advise(node, "stop", what)
            case ir.Hold(what=what):
                return self.advise(node, "hold", what)
            case ir.Advise(text=text):
                return self.advise(node, "advise", None, text)
            case ir.AdviseAgainst(what=what):
                return self.advise(node, "advise_against", what)
            case ir.Suggest(text=words, what=maybe):
                return self.advise(node, "suggest", maybe, words)
            case ir.Order(text=words, what=maybe):
                return self.advise(node, "order", maybe, words)
            case ir.Refer(to=to):
                return self.advise(node, "refer", None, to)
            case ir.Start(monitor=monitor):
                self.started[monitor] = None
                return self.advise(node, "start", monitor)
            case ir.Note(text=text):
                return self.advise(node, "note", None, text)
            case ir.Unspecified(text=text):
                return self.advise(node, "unspecified", None, text)
            case _:
                assert_never(node)

    def follow(self, node: ir.Follow) -> Flow:
        """Runs a part."""
        if node.part in self.following:
            raise Faulty(f"part {node.part} follows itself", node)
        self.note(node, "follow", node.part)
        self.following.append(node.part)
        flow = self.block(self.guideline.parts[node.part].body)
        self.following.pop()
        return flow

    # --- conditions ---------------------------------------------------------------------------------------------------

    def when(self, node: ir.When) -> Flow:
        """``when``: runs, skips, or halts where it is unknown and the body could end the pathway."""
        answer = self.values.condition(node.condition)
        outcome = "unknown" if answer is None else ("true" if answer else "false")
        read = [node.condition]
        if answer is not None:
            self.note(node, "when", outcome, read, branch=HOLDS if answer else FAILS)
            return self.block(node.body) if answer else Flow.ON
        unknown = unknown_in(self.values, node.condition)
        texts = [statement_text(inner, self.guideline) for inner in node.body]
        self.note(node, "when", outcome, read)
        if can_end(node.body, self.guideline):
            return self.halt(node, unknown, texts)
        self.record.would_apply(
            WouldApply(
                text="; ".join(texts),
                condition=condition_text(node.condition, self.guideline),
                unknown=unknown,
                line=self.guideline.line(node),
            )
        )
        self.record.wait(unknown, texts, halting=False)
        return Flow.ON

    def decide(self, node: ir.Decide) -> Flow:
        """``decide``: the one true branch, else ``unknown``, else a halt."""
        branches = [branch for branch in node.branches if branch.kind != "unknown"]
        conditions = [branch.condition for branch in branches]
        chosen = select(self.values.condition, conditions, first_that_applies=node.first_that_applies)
        text = statement_text(node, self.guideline)
        read = [condition for condition in conditions if condition is not None]
        if not chosen.open:
            raise Faulty(f"no branch applies of “{text}”", node)
        true = [branches[index] for index in chosen.true]
        if any(not same(true[0].body, other.body) for other in true[1:]):
            raise Faulty(f"several branches of “{text}” apply", *true)
        taken = true or [branch for branch in node.branches if branch.kind == "unknown"]
        if taken:
            outcome = branch_text(taken[0], self.guideline)
            self.note(node, "decide", outcome, read, branch=taken[0].id)
            return self.block(taken[0].body)
        self.note(node, "decide", "unknown", read)
        open_conditions = [conditions[index] for index in chosen.open]
        return self.halt(node, unknown_in_all(self.values, open_conditions), [text])

    def halt(self, node: ir.AnyStatement, unknown: tuple[str, ...], waiting: Iterable[str]) -> Flow:
        """The pathway stops here until something is known."""
        self.record.wait(unknown, waiting, halting=True)
        self.note(node, "halted", f"unknown: {', '.join(unknown)}" if unknown else "cannot be told", branch=HALTED)
        return Flow.HALT

    # --- advice -------------------------------------------------------------------------------------------------------

    def advise(self, node: ir.AnyStatement, kind: AdviceKind, what: str | None, words: str | None = None) -> Flow:
        """Says something; words stand as the author wrote them."""
        self.say(node, kind, what, words or statement_text(node, self.guideline))
        return Flow.ON

    def say(
        self,
        node: ir.AnyStatement,
        kind: AdviceKind,
        what: str | None,
        text: str,
        dose: GivenDose | None = None,
        drug: str | None = None,
    ) -> None:
        """Adds advice with the notes of the statement, of its step, and of the give that called the step."""
        notes = [node.notes]
        if self.rung is not None:
            notes += [self.rung.notes] + ([self.rung.call] if kind == "give" else [])
        advice = Advice(
            kind=kind,
            what=what,
            text=text,
            dose=dose,
            grade=next((each.grade for each in notes if each.grade), None),
            because=next((each.because for each in notes if each.because), None),
            sources=tuple(dict.fromkeys(name for each in notes for name in each.sources)),
            line=self.guideline.line(node),
            regimen=self.rung.regimen.name if self.rung is not None and kind == "give" else None,
            drug=drug,
        )
        self.record.say(advice)
        self.note(node, kind, text)

    def came_to(self, regimen: str, given: Given) -> None:
        """Keeps how a ``give REGIMEN`` came out; one that was given goes before one that halted."""
        if regimen not in self.given or not given.halted:
            self.given[regimen] = given

    def report(self, node: ir.Report, name: str) -> None:
        """Puts a value into the reports; asks for what is unknown of it."""
        value = reported(self.values, name, node)
        self.record.reports[name] = value
        if value is None or isinstance(value, Range | OneOf):
            self.record.wait(unknown_in_name(self.values, name), [f"report {name}"], halting=False)
        self.note(node, "report", name)

    def note(
        self,
        node: ir.AnyStatement,
        what: str,
        outcome: str,
        read: Iterable[ir.Node] = (),
        branch: int | None = None,
    ) -> None:
        """One entry of the trace; ``read`` are the nodes whose inputs it shows."""
        self.record.trace.append(
            Trace(
                line=self.guideline.line(node),
                what=what,
                text=statement_text(node, self.guideline),
                outcome=outcome,
                values=values_read(self.values, read),
                id=node.id,
                branch=branch,
            )
        )

    # --- drugs --------------------------------------------------------------------------------------------------------

    def give(self, node: ir.Give) -> Flow:
        """Gives a drug, unless a ``never`` rule is not known false or the dose is not known."""
        regimen = self.rung.regimen.name if self.rung is not None else None
        of_ladder = self.rung is not None and self.rung.regimen.of == node.what
        what = regimen if of_ladder and regimen is not None else node.what
        against = objections(self.values, [node.what], regimen)
        if against:
            return self.block_give(node, what, against)
        settled = settle(self.values, node, self.rung)
        if isinstance(settled, Undosed):
            return self.halt(node, settled.unknown, [statement_text(node, self.guideline)])
        dose, text = settled
        self.say(node, "give", what, text, dose, node.what)
        for caution in self.guideline.cautions:
            if caution.target == regimen or rule_matches(self.guideline, caution.target, node.what):
                flow = self.block((caution.when,))
                if flow is not Flow.ON:
                    return flow
        return Flow.ON

    def block_give(self, node: ir.AnyStatement, what: str, against: Iterable[Objection]) -> Flow:
        """Keeps a give back and says why."""
        unknown: dict[str, None] = {}
        for objection in against:
            ladder = what if what in self.guideline.regimens else (self.rung.regimen.name if self.rung else None)
            self.record.block(objection.blocked(self.guideline, what, ladder))
            unknown.update(dict.fromkeys(objection.unknown))
            self.note(node, "blocked", objection.words, [objection.rule.condition], branch=objection.rule.id)
        return self.halt(node, tuple(unknown), [statement_text(node, self.guideline)])
