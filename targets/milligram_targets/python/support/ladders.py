"""Ladders of steps: where they go next, and what interrupts them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from milligram_targets.python.support.ahead import Ahead, LookingAhead, MayGive, MayStop
from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.reading import Faulty, Reader, unknown_in
from milligram_targets.python.support.record import (
    NO_NOTES,
    Caution,
    Notes,
    Objection,
    Rule,
    Rung,
    objections,
)
from milligram_targets.python.support.result import Advice, WouldApply
from milligram_targets.python.support.running import GivenStep, Run

L = TypeVar("L", bound=Reader)


# --- ladders ---


class Way(Data, Generic[L]):
    """A step, what lies beyond the last one, or a way back to an earlier step.

    ``after`` is in days, ``months`` where these are whole months; ``when`` is its
    condition, ``label`` both in words; ``text`` what it does in words; ``ahead`` what
    its statements may give or stop.
    """

    line: int
    number: int = 0
    after: tuple[Fraction | int, Fraction | int] | None = None
    when: Truth | None = None
    months: tuple[int, int] | None = None
    label: str = "at once"
    text: str = ""
    reads: tuple[str, ...] = ()
    body: Callable[[L, Run], None] | None = None
    ahead: tuple[Ahead, ...] = ()
    notes: Notes = NO_NOTES


class Interruption(Data):
    """``stop when`` or ``hold while``; ``label`` is its condition in words."""

    kind: Literal["stop", "hold"]
    label: str
    rule: Rule


class Regimen(Data, Generic[L]):
    """A ladder of steps for one patient.

    ``rules`` are those on the regimen itself, ``rules_on_drugs`` those on what any of
    its steps gives; ``ended_by`` what a pathway stops or holds to stop or hold it.
    """

    name: str
    title: str
    of: str | None = None
    route: str | None = None
    steps: tuple[Way[L], ...]
    beyond: tuple[Way[L], ...] = ()
    back: tuple[Way[L], ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    rules: tuple[Rule, ...] = ()
    rules_on_drugs: tuple[Rule, ...] = ()
    cautions: tuple[Caution, ...] = ()
    ended_by: tuple[str, ...] = ()


class Move(Data, Generic[L]):
    """The step to give, what to add beyond the last one, and what waits."""

    step: int
    beyond: tuple[Way[L], ...] = ()
    alone: bool = False
    overdue: bool = False
    waiting: tuple[tuple[Way[L], tuple[str, ...]], ...] = ()


class Climb(Generic[L]):
    """One regimen in one run."""

    def __init__(self, run: Run, p: L, regimen: Regimen[L]) -> None:
        self.run, self.p, self.regimen = run, p, regimen

    # --- giving ---

    def give(self, line: int, text: str, call: Notes) -> None:
        """Gives the step the patient is at, or the next one: one move a run."""
        run, regimen = self.run, self.regimen
        with run.running(line, text):
            if regimen.name in run.giving:
                raise Faulty(f"{regimen.title} gives itself", line)
            step = self.p.state_(regimen.name).step
            if step is None:
                run.halt(line, text, (f"{regimen.name} step",), [text])
            kind, reasons = run.interrupted.get(regimen.name, ("", ()))
            if kind in ("stop", "hold"):
                run.block(line, regimen.name, text, reasons, regimen.name)
            if step == 0:
                move = Move[L](step=1)
            elif kind:
                move = Move[L](step=step)
            else:
                move = self.next_move(step)
        for way, unknown in move.waiting:
            run.wait(unknown, [way.text])
            waiting = WouldApply(
                text=way.text, condition=way.label, unknown=unknown, line=way.line
            )
            run.would_apply[waiting] = None
        earlier, run.halted = run.halted, False
        blocked = len(run.blocked)
        try:
            self.climb(line, text, call, step, move)
        finally:
            found = self.given_step(step, move, line)
            if run.halted:
                kept = "withhold" if len(run.blocked) > blocked else "undecided"
                found = found.__replace__(outcome=kept, halted=True)
            if not run.halted or regimen.name not in run.given:
                run.given[regimen.name] = found
            run.halted = run.halted or earlier

    def given_step(self, step: int, move: Move[L], line: int) -> GivenStep:
        """A give whose step was given whole."""
        if step == 0 or move.beyond:
            outcome = "beyond" if step else "start"
        else:
            outcome = "step up" if move.step > step else "step down"
            outcome = "stay" if move.step == step else outcome
        ways = (
            ((way.line, way.text, way.label), unknown) for way, unknown in move.waiting
        )
        after = None if move.alone else move.step
        return GivenStep(outcome, after, move.overdue, tuple(ways), line)

    def climb(
        self, line: int, text: str, call: Notes, step: int, move: Move[L]
    ) -> None:
        """Runs the step that is given, and what lies beyond it."""
        run, regimen = self.run, self.regimen
        late = ", overdue" if move.overdue else ""
        moved = (
            f"step {step} to step {move.step}" if step != move.step else f"step {step}"
        )
        run.note(line, "step", text, moved + late, self.looked_at(step))
        outer = run.rung
        run.giving.append(regimen.name)
        ways = () if move.alone else (regimen.steps[move.step - 1],)
        for way in (*ways, *move.beyond):
            is_step = way in ways
            run.rung = Rung(
                regimen=regimen.name,
                title=regimen.title,
                step=move.step,
                of=regimen.of,
                route=regimen.route,
                notes=way.notes,
                call=call,
                rules=regimen.rules,
                cautions=regimen.cautions,
                overdue=move.overdue and not (is_step and move.beyond),
                meanwhile=is_step and bool(move.beyond),
            )
            if way.body is not None:
                way.body(self.p, run)
        run.rung = outer
        run.giving.pop()

    def looked_at(self, step: int) -> tuple[str, ...]:
        """What a move reads: the state, and what the ways from here rest on."""
        regimen = self.regimen
        ways = [way for way in regimen.back if way.number < step]
        if step:
            ways += regimen.steps[step : step + 1] or regimen.beyond
        states = [f"{regimen.name} step"] + [f"{regimen.name} time"] * bool(step)
        return tuple(
            dict.fromkeys([*states, *(name for way in ways for name in way.reads)])
        )

    # --- moves ---

    def next_move(self, step: int) -> Move[L]:
        """Where the ladder goes from a step."""
        regimen = self.regimen
        backs = [(way, self.due(way)) for way in regimen.back if way.number < step]
        back = [way for way, due in backs if due]
        last = step == len(regimen.steps)
        ahead = regimen.beyond if last else (regimen.steps[step],)
        forward = [(way, self.due(way)) for way in ahead]
        taken = [way for way, due in forward if due]
        if len({way.number for way in back}) > 1 or (back and taken):
            lines = [way.line for way in (*back, *taken)]
            raise Faulty(f"several moves of {regimen.title} are due at once", *lines)
        if back:
            return Move(step=back[0].number, overdue=self.is_late(back[0]))
        waiting_back = [self.pending(way) for way, due in backs if due is None]
        waiting = [self.pending(way) for way, due in forward if due is None]
        if waiting_back:
            stays = (*waiting_back, *waiting, *(self.pending(way) for way in taken))
            return Move(step=step, waiting=stays)
        if not last:
            for way in taken:
                late = self.is_late(way)
                return Move(step=way.number, overdue=late, waiting=tuple(waiting))
        return Move(
            step=step,
            beyond=tuple(taken),
            alone=any(self.stops(way) for way in taken),
            overdue=any(self.is_late(way) for way in taken),
            waiting=tuple(waiting),
        )

    def due(self, way: Way[L]) -> bool | None:
        """Whether the time of a way has come and its condition holds."""
        timely: bool | None = True
        if way.after is not None:
            time = self.p.state_number_(self.regimen.name, "time")
            timely = None if time is None else time >= way.after[0]
        unread = way.when is None or timely is False
        holds = True if way.when is None or unread else way.when.value()
        if timely is False or holds is False:
            return False
        return True if timely and holds else None

    def is_late(self, way: Way[L]) -> bool:
        """Past the upper bound of a range of time; a single time has none."""
        time = self.p.state_number_(self.regimen.name, "time")
        if way.after is None or time is None:
            return False
        return way.after[1] > way.after[0] and time > way.after[1]

    def stops(self, way: Way[L]) -> bool:
        """Whether what lies beyond surely stops or holds the regimen."""
        found = LookingAhead().block(way.ahead, True)
        return any(sure and isinstance(item, MayStop) for item, sure in found)

    def pending(self, way: Way[L]) -> tuple[Way[L], tuple[str, ...]]:
        """A way that waits, and what for."""
        name = self.regimen.name
        unknown = list(unknown_in(way.when))
        if way.after is not None and self.p.state_number_(name, "time") is None:
            since = self.p.state_(name).since
            unknown.append("today" if since is not None else f"{name} time")
        return way, tuple(dict.fromkeys(unknown))

    # --- what interrupts a regimen that runs ---

    def interrupt(self) -> None:
        """Reads what stops or holds the regimen, before any pathway."""
        name = self.regimen.name
        state = self.p.regimens_.get(name)
        if state is None or state.step == 0:
            return
        try:
            if state.step is None:
                self.doubt()
            else:
                self.read(state.step)
        except Faulty as fault:
            self.run.fault(fault)
            self.run.interrupted[name] = ("hold", ())

    def read(self, step: int) -> None:
        """Stops or holds the regimen at a step, or says that it may have to."""
        regimen = self.regimen
        own = [(each, each.rule.when.value()) for each in regimen.interruptions]
        gives = [
            (item.rules, sure)
            for item, sure in LookingAhead().block(regimen.steps[step - 1].ahead, True)
            if isinstance(item, MayGive)
        ]
        sure_rules = [rule for rules, sure in gives if sure for rule in rules]
        rules = [rule for found, _ in gives for rule in found]
        on_sure = objections(*regimen.rules, *sure_rules)
        on_any = objections(*regimen.rules, *rules)
        stops = [_own(each, "true") for each, yes in own if each.kind == "stop" and yes]
        stops += [each for each in on_sure if each.known_true()]
        if stops:
            self.say("stop", stops)
            return
        holds = [_own(each, "true") for each, yes in own if each.kind == "hold" and yes]
        holds += on_any
        if holds:
            self.say("hold", holds)
            return
        open_ones = [each for each, answer in own if answer is None]
        if open_ones:
            doubts = tuple(_own(each, "unknown") for each in open_ones)
            self.run.interrupted[regimen.name] = ("stay", doubts)
            for each in open_ones:
                text = f"{each.kind} {regimen.title}"
                self.doubtful(
                    text, each.label, each.rule.line, unknown_in(each.rule.when)
                )

    def say(self, kind: Literal["stop", "hold"], reasons: list[Objection]) -> None:
        """Says that the regimen stops or is held."""
        run, regimen, first = self.run, self.regimen, reasons[0].rule
        run.interrupted[regimen.name] = (kind, tuple(reasons))
        text = f"{kind} {regimen.title}"
        because = "; ".join(dict.fromkeys(each.why() for each in reasons))
        sources = (name for each in reasons for name in each.rule.sources)
        advice = Advice(
            kind=kind,
            what=regimen.name,
            text=text,
            grade=first.grade,
            because=because,
            sources=tuple(dict.fromkeys(sources)),
            line=first.line,
        )
        run.add(advice)
        unknown = dict.fromkeys(name for each in reasons for name in each.unknown)
        run.wait(unknown, [f"continue {regimen.title}"])
        reads = dict.fromkeys(name for each in reasons for name in each.rule.reads)
        run.note(first.line, kind, text, because, reads)

    def doubt(self) -> None:
        """At an unknown step: what would stop the regimen if it runs."""
        regimen = self.regimen
        own = [
            _own(each, "true")
            for each in regimen.interruptions
            if each.kind == "stop" and each.rule.when.value()
        ]
        rules = objections(*regimen.rules_on_drugs)
        for each in (*own, *(each for each in rules if each.known_true())):
            label = f"{regimen.title} step at least 1"
            name = f"{regimen.name} step"
            self.doubtful(f"stop {regimen.title}", label, each.rule.line, (name,))

    def doubtful(
        self, text: str, label: str, line: int, unknown: tuple[str, ...]
    ) -> None:
        """Lists an interruption that is unknown."""
        waiting = WouldApply(text=text, condition=label, unknown=unknown, line=line)
        self.run.would_apply[waiting] = None
        self.run.wait(unknown, [text])


def _own(each: Interruption, status: str) -> Objection:
    return Objection(each.rule, status, unknown_in(each.rule.when))


def climb(
    run: Run,
    p: L,
    regimen: Regimen[L],
    line: int,
    text: str,
    *,
    grade: str | None = None,
    because: str | None = None,
    sources: tuple[str, ...] = (),
) -> None:
    """Gives a regimen: the step the patient is at, or the next one."""
    Climb(run, p, regimen).give(line, text, Notes(grade, because, sources))
