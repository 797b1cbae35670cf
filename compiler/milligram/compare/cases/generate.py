"""Cases for the author to confirm: few patients who reach every branch and every boundary, with what comes out.

Enters: a guideline. Leaves: `Generated`: ``case`` blocks in canonical form, and what no patient reaches, and why.

    case "creatinine clearance exactly 30 mL/min"
      age 70 years, neck_spasm no, creatinine_clearance 30 mL/min, serum_magnesium 0.6 mmol/L
      expect unspecified "reduced doses with close monitoring"
      …

The cases say what the guideline *says*, never what is right: that is for a clinician to confirm. Each was read back and
run before it gets out.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from milligram.compare.cases.cover import Chosen, cover
from milligram.compare.cases.crossing import crossings
from milligram.compare.cases.drafts import draft_words
from milligram.compare.cases.explore import MOST_RUNS, Explorer
from milligram.compare.cases.goals import Goal, Survey
from milligram.compare.cases.naming import named
from milligram.compare.cases.observe import observe
from milligram.compare.cases.proofs import Proofs
from milligram.compare.cases.reasons import PROVED, Unreached, ruled_out
from milligram.compare.cases.says import on_the_way, quoted
from milligram.compare.cases.trials import trials_of
from milligram.interpret.cases import CaseRun, run_cases
from milligram.ir import nodes as ir
from milligram.prove.answers import Nobody
from milligram.prove.budget import Budget
from milligram.prove.formula import Spent
from milligram.prove.patients import price_of
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram.syntax.format import format_source

MOST_ASKED = 400
"""How many patients are tried at least whom the prover finds, though the search has spent all."""


class UnfaithfulCase(RuntimeError):
    """A generated case that does not parse, is not canonical or does not pass: a bug in Milligram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """The cases, one text each (without a blank line around them).

    ``goals`` counts what should be shown, ``shown`` what the cases show together (with ``missing``: together with those
    of the author), ``tried`` the patients tried, ``left_out`` the cases beyond the limit.
    """

    cases: tuple[str, ...]
    goals: int
    shown: int
    tried: int
    unreached: tuple[Unreached, ...] = ()
    left_out: int = 0

    @property
    def text(self) -> str:
        """All cases, a blank line between each two."""
        return "\n".join(f"{case}\n" for case in self.cases)


def generate_cases(
    guideline: ir.Guideline, *, missing: bool = False, most: int | None = None, budget: Budget | None = None
) -> Generated:
    """Cases for a guideline; ``missing``: only for what its own cases do not show; ``most``: no more than that many.

    ``budget`` is what proofs may take; what it leaves is tried without them.

    Raises:
        UnfaithfulCase: a case would not say what the interpreter says; a bug of ours.
    """
    survey = Survey(guideline)
    impossible = ruled_out(survey)
    runs = MOST_RUNS // price_of(guideline)
    explorer = Explorer(survey, trials_of(survey), runs, without=sum(1 << index for index in impossible))
    explorer.search(explorer.seeds())
    explorer.search(crossings(explorer))
    with suppress(Spent):
        _prove(survey, explorer, impossible, budget)
    shown = left_out = 0
    if missing:
        for case in guideline.cases:
            shown |= observe(survey, case.patient).shows
    goals = survey.all & ~shown if missing else explorer.wanted
    chosen = tuple(each for each in cover(explorer, goals & explorer.met) if _expected(guideline, each))
    kept = chosen if most is None else _most(chosen, most)
    for each in chosen:
        left_out |= each.seen.shows
    for each in kept:
        shown |= each.seen.shows
    texts = _texts(survey, explorer, kept)
    _hold(guideline, texts)
    return Generated(
        cases=tuple(texts),
        goals=len(survey.goals),
        shown=(shown & survey.all).bit_count(),
        tried=explorer.runs,
        unreached=tuple(_unreached(survey, explorer, impossible, shown, left_out)),
        left_out=len(chosen) - len(kept),
    )


def _prove(survey: Survey, explorer: Explorer, impossible: dict[int, str], budget: Budget | None) -> None:
    """Asks the prover about what is still open: tries whom it finds, and adds to ``impossible`` what nobody shows."""
    if not survey.all & explorer.wanted & ~explorer.met:
        return
    proofs = Proofs(survey, budget)
    explorer.left = max(explorer.left, MOST_ASKED // price_of(survey.guideline))
    for goal in survey.goals_in(survey.all & explorer.wanted & ~explorer.met):
        if goal.bit & explorer.met:
            continue
        answer = proofs.ask(goal)
        if isinstance(answer, Nobody):
            impossible[goal.index] = PROVED
        elif answer is not None:
            explorer.search(proofs.drafts(explorer, goal, answer))


def _most(chosen: tuple[Chosen, ...], most: int) -> tuple[Chosen, ...]:
    """Those that show most, in their order."""
    best = sorted(chosen, key=lambda each: -each.shows.bit_count())[:most]
    return tuple(each for each in chosen if any(each is other for other in best))


def _unreached(
    survey: Survey, explorer: Explorer, impossible: dict[int, str], shown: int, left_out: int
) -> list[Unreached]:
    found = []
    for goal in survey.goals_in(survey.all & ~shown):
        reason = impossible.get(goal.index)
        if reason is None and explorer.met & goal.bit:
            reason = "left out by the limit on cases" if left_out & goal.bit else "what comes out has no exact decimal"
        if reason is None and explorer.faulty & goal.bit:
            reason = "only for patients for whom the guideline has a fault"
        if reason is None and _is_exact(survey, goal):
            reason = "no round values lie exactly on it"
        if reason is None:
            spent = ", all that a search may try" if explorer.left <= 0 else ""
            reason = f"none of {explorer.runs} patients tried{spent}; not proved impossible"
        found.append(Unreached(goal=goal, reason=reason))
    return found


def _is_exact(survey: Survey, goal: Goal) -> bool:
    """Whether a goal is to hit a computed number exactly."""
    match goal.key:
        case ("side", int(index), "at"):
            subject = survey.thresholds[index].subject
            return not isinstance(subject, ir.InputNumber | ir.StateNumber | ir.YearsSince)
        case _:
            return False


# --- text -------------------------------------------------------------------------------------------------------------


def _texts(survey: Survey, explorer: Explorer, chosen: tuple[Chosen, ...]) -> list[str]:
    """The cases in canonical form, in the order of what they are about."""
    visible: dict[int, Goal] = {}
    for (index, _, side), bit in explorer.visible_bits.items():
        visible[bit] = survey.by_key["side", index, side]
    return [_canonical(_block(survey, name, each)) for name, each in named(survey, chosen, visible)]


def _block(survey: Survey, name: str, chosen: Chosen) -> str:
    given = ", ".join(draft_words(survey.guideline, chosen.draft, survey.written))
    lines = [f"case {quoted(name)}"] + ([f"  {given}"] if given else [])
    return "\n".join([*lines, *(f"  expect {said}" for said in _expected(survey.guideline, chosen))])


def _expected(guideline: ir.Guideline, chosen: Chosen) -> tuple[str, ...]:
    """What a case expects; nothing where what comes out has no words, such as a root whose decimals do not end."""
    found = (*chosen.seen.says, *(f"no {said}" for said in chosen.denied))
    return found or tuple(filter(None, [on_the_way(guideline, chosen.seen.patient)]))


def _canonical(block: str) -> str:
    """A case as ``milligram fmt`` prints it."""
    head = "guideline g\n\n"
    text = format_source(SourceFile("cases", f"{head}{block}\n")).text
    if text is None or not text.startswith(head):
        raise UnfaithfulCase(f"a generated case does not parse; please send the guideline\n{block}")
    return text.removeprefix(head).rstrip("\n")


def _hold(guideline: ir.Guideline, texts: list[str]) -> None:
    """Reads the cases back behind the guideline and runs them. Raises `UnfaithfulCase`."""
    if not texts:
        return
    run = run_with(guideline, texts)
    failed = [case for case in run.cases[-len(texts) :] if not case.passed]
    if len(run.cases) < len(guideline.cases) + len(texts) or failed:
        words = "; ".join(f"{case.case.name}: {o.got}" for case in failed for o in case.outcomes if not o.met)
        raise UnfaithfulCase(f"a generated case does not pass; please send the guideline ({words})")


def run_with(guideline: ir.Guideline, texts: list[str]) -> CaseRun:
    """The cases of a guideline with more of them pasted behind it."""
    from milligram.resolve import resolve

    source = SourceFile(guideline.source.path, guideline.source.text.rstrip() + "\n\n" + "\n\n".join(texts) + "\n")
    parsed = parse(source)
    if parsed.file is None:
        raise UnfaithfulCase("the guideline with the generated cases does not parse; please send the guideline")
    resolved = resolve(parsed.file, source, parsed.unread).guideline
    if resolved is None:
        raise UnfaithfulCase("the guideline with the generated cases has no meaning; please send the guideline")
    return run_cases(replace(resolved, source=source))
