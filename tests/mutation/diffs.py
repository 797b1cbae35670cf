"""How much of what changes in meaning `milligram diff` finds, and how little it finds where nothing does.

Enters: the clean guidelines, mutants of them, and edits that change nothing. Leaves: the changes found and missed,
those that are none, the patients that replay, what was not decided; the figures again on the last line. Exit code 1
where a gate is missed.

    python -m tests.mutation.diffs [--sample 500] [--edits 300] [--several 100] [--guideline curb65]

Whether a mutant changes anything is judged without the comparison: both texts are run for random patients at and beside
their thresholds, with unknown values, and what comes out is compared as it is printed.

Of pairs with several faults at once it is judged, too, whether each patient stands in one group that says what the two
runs say, and nobody else does (`tests.compiler.compare.placing`); where a fault stops runs, that is only counted.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from multiprocessing import get_context
from typing import Any, TypeVar

from milligram.compare.diff.comparer import Comparer
from milligram.interpret import Result, evaluate
from milligram.interpret.faults import Faulty
from milligram.interpret.patient import impossible_problems
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text
from milligram.pipeline import check_path
from milligram.pipeline.stages import read_guideline
from milligram.prove.budget import Budget
from milligram.source import SourceFile
from milligram.syntax.parser import parse

from tests.compiler.compare.patients import random_patient
from tests.compiler.compare.placing import Placing, shown_right

from .edits import EDITS
from .operators import Text
from .operators_of_text import ALL
from .score import SEED, guidelines, mutants, say

T = TypeVar("T")
PATIENTS = 250
"""So many patients are made from the thresholds of each of the two texts."""

PLACED = 100
"""So many patients are placed in the groups of a pair with several faults."""

SEED_TEXT = str(SEED)

STEPS, SECONDS = 20_000_000, 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts. ``kept``: nothing changes, by the way it was made. ``several``: more than one fault was put in."""

    path: str
    how: str
    before: str
    after: str
    kept: bool
    several: bool = False


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a pair. ``shown`` is a patient whom the runs tell apart."""

    pair: Pair
    kind: str = "compared"
    changed: bool = False
    found: bool = False
    undecided: tuple[str, ...] = ()
    groups: int = 0
    not_replayed: int = 0
    shown: str = ""
    misplaced: str = ""
    stopped: bool = False
    crashed: str = ""
    seconds: float = 0


# --- what a run says, as it is printed --------------------------------------------------------------------------------


def plain(value: T) -> T:
    """A guideline without what only stands beside a dose: stated equivalents."""
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)  # type: ignore[return-value]
    if isinstance(value, ir.Node) and is_dataclass(value):
        new = {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name != "span"}
        if "also" in new:
            new["also"] = ()
        return replace(value, **new)
    return value


def without_equivalents(guideline: ir.Guideline) -> ir.Guideline:
    return replace(
        guideline,
        regimens={name: plain(regimen) for name, regimen in guideline.regimens.items()},
        parts={name: plain(part) for name, part in guideline.parts.items()},
        pathways=plain(guideline.pathways),
        cautions=plain(guideline.cautions),
    )


def says(guideline: ir.Guideline, result: Result) -> tuple[Hashable, ...]:
    """All that counts, in words."""
    advice = []
    for each in result.advice:
        strength = (each.grade or "").split(",")[0] if each.dose is not None or each.kind != "stop" else ""
        if each.kind in ("stop", "hold") and not any(t.id is not None and t.outcome == each.text for t in result.trace):
            strength = ""  # a rule that interrupts has no strength
        plan = ""
        if each.kind == "start" and each.what is not None:
            monitor = guideline.monitors[each.what]
            lines = [
                f"{line.text} {'' if line.condition is None else condition_text(line.condition, guideline)}"
                for line in monitor.lines
            ]
            plan = f"{sorted(monitor.inputs)} {sorted(lines)}"
        advice.append((each.kind, each.what, each.text, strength.replace(" certainty", ""), plan))
    strengths = {"strong", "conditional"}
    return (
        result.applies,
        frozenset((k, w, t, s if s in strengths else "", p) for k, w, t, s, p in advice),
        frozenset(ask.input for ask in result.asks),
        frozenset(blocked.what for blocked in result.blocked),
        frozenset((name, repr(value)) for name, value in result.reports.items()),
        bool(result.faults),
    )


def accepted(guideline: ir.Guideline, patient: ir.Patient) -> bool:
    """Whether a guideline takes a patient."""
    for name, value in patient.values.items():
        declared = guideline.inputs.get(name)
        if declared is None:
            continue
        match declared.type:
            case ir.NumberType(whole=whole) if declared.plausible is not None:
                low, high = declared.plausible
                if not low <= value <= high or (whole and value.denominator != 1):  # type: ignore[operator, union-attr]
                    return False
            case ir.WordType(words=words) if value not in words:
                return False
            case _:
                pass
    for name, state in patient.regimens.items():
        regimen = guideline.regimens.get(name)
        if regimen is not None and state.step is not None and state.step > len(regimen.steps):
            return False
    try:
        return not impossible_problems(guideline, patient, None)
    except Faulty:
        return False


def told_apart(before: ir.Guideline, after: ir.Guideline, seed: str) -> str:
    """A patient who is told something else, found by chance; empty where none is."""
    one, other = without_equivalents(before), without_equivalents(after)
    for guideline in (before, after):
        chance = random.Random(seed)
        for _ in range(PATIENTS):
            patient = random_patient(guideline, chance)
            if not (accepted(before, patient) and accepted(after, patient)):
                continue
            if says(one, evaluate(one, patient)) != says(other, evaluate(other, patient)):
                return str({**patient.values, **patient.regimens})
    return ""


# --- judging ----------------------------------------------------------------------------------------------------------


def read(path: str, text: str) -> ir.Guideline | None:
    report = read_guideline(SourceFile(path, text))
    return report.guideline if report.whole else None


def judge(pair: Pair) -> Outcome:
    """Compares two texts, and runs both."""
    outcome = Outcome(pair=pair)
    before, after = read(pair.path, pair.before), read(pair.path, pair.after)
    if before is None or after is None:
        outcome.kind = "unreadable"
        return outcome
    kinds = [{name: declared.type for name, declared in g.inputs.items()} for g in (before, after)]
    if not pair.kept and any(kinds[0][name] != kinds[1][name] for name in kinds[0] if name in kinds[1]):
        outcome.kind = "unlike"  # patients of one are not patients of the other as they stand
        return outcome
    start = time.process_time()
    try:
        comparer = Comparer(before, after, budget=Budget(STEPS, SECONDS))
        found = comparer.compare()
    except Exception as error:  # a crash is a result
        outcome.crashed = f"{type(error).__name__}: {error}"
        return outcome
    outcome.seconds = time.process_time() - start
    outcome.found = bool(found.groups)
    outcome.undecided = found.undecided
    outcome.groups = sum(len(group.patients) for group in found.groups)
    if pair.kept:
        return outcome
    if pair.several and found.groups:
        placing = Placing(comparer, found)
        faults = (placing.wrong(draft) for draft in placing.drafts(PLACED, SEED_TEXT))
        outcome.misplaced = shown_right(comparer, found) or next(filter(None, faults), "")
        every = (each for group in found.groups for each in (*group.common, *(c.difference for c in group.partial)))
        outcome.stopped = any(each.key[0] == "fault" for each in every)
    one, other = without_equivalents(before), without_equivalents(after)
    for draft in (patient.draft for group in found.groups for patient in group.patients):
        mine, theirs = found.product.patients(draft)
        if says(one, evaluate(one, mine)) == says(other, evaluate(other, theirs)) and not _reordered(draft, found):
            outcome.not_replayed += 1
            outcome.shown = str(draft)
    outcome.changed = outcome.found
    if not outcome.found:
        outcome.shown = told_apart(before, after, f"{SEED} {pair.path} {pair.how}")
        outcome.changed = bool(outcome.shown)
    return outcome


def _reordered(draft: Any, found: Any) -> bool:
    """Whether the advice is the same in another order: then it differs as a list."""
    mine, theirs = found.product.patients(draft)
    one = [a.text for a in evaluate(found.product.left.guideline, mine).advice]
    other = [a.text for a in evaluate(found.product.right.guideline, theirs).advice]
    return one != other and sorted(one) == sorted(other)


def altered(wanted: str | None, operator: str | None) -> list[Pair]:
    """The mutants of the guidelines that are not of words alone."""
    texts = {str(path): path.read_text("utf-8") for path in guidelines()}
    return [
        Pair(path=m.path, how=m.operator, before=texts[m.path], after=m.text, kept=False)
        for m in mutants(wanted)
        if m.path in texts and m.text != texts[m.path] and operator in (None, m.operator)
    ]


def several(wanted: str | None, count: int) -> list[Pair]:
    """The guidelines with two or three faults each, in turn."""
    paths = [path for path in guidelines() if wanted is None or wanted in str(path)]
    chance = random.Random(SEED)
    pairs: list[Pair] = []
    for number in range(count if paths else 0):
        path = paths[number % len(paths)]
        before = text = path.read_text("utf-8")
        how: list[str] = []
        for _ in range(chance.choice((2, 3))):
            text, name = _with_a_fault(str(path), text, chance)
            how += [name] if name else []
        pairs.append(Pair(path=str(path), how=" and ".join(how), before=before, after=text, kept=False, several=True))
    return pairs


def _with_a_fault(path: str, text: str, chance: random.Random) -> tuple[str, str]:
    """A text with one more fault that can still be read; none, where no operator drawn has a place."""
    source = SourceFile(path, text)
    file = parse(source).file
    for _ in range(40):
        operator = chance.choice(ALL)[1]
        changes = [] if file is None else list(operator(Text(source, file)))
        if changes:
            change = chance.choice(changes)
            after = text[: change.span.start] + change.new + text[change.span.end :]
            if read(path, after) is not None:
                return after, operator.__name__
    return text, ""


def edited(wanted: str | None, operator: str | None) -> Iterator[Pair]:
    """The guidelines with edits that change nothing."""
    for path in guidelines():
        if wanted is not None and wanted not in str(path):
            continue
        report = check_path(path)
        assert report.file is not None
        text = Text(report.source, report.file)
        for edit in EDITS:
            if operator in (None, edit.__name__):
                for after in edit(text):
                    yield Pair(path=str(path), how=edit.__name__, before=text.text, after=after, kept=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the measure and says whether every gate is met."""
    parser = argparse.ArgumentParser(prog="tests.mutation.diffs")
    parser.add_argument("--sample", type=int, default=500, help="so many mutants, the same each time")
    parser.add_argument("--edits", type=int, default=300, help="so many edits that change nothing")
    parser.add_argument("--several", type=int, default=100, help="so many guidelines with several faults each")
    parser.add_argument("--guideline", help="only paths that hold this text")
    parser.add_argument("--operator", help="only mutants or edits of this operator")
    parser.add_argument("--show", type=int, default=10, help="how many disagreements to show of each kind")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    pairs: list[Pair] = []
    for most, made in (
        (options.sample, altered(options.guideline, options.operator)),
        (options.edits, list(edited(options.guideline, options.operator))),
    ):
        pairs += random.Random(SEED).sample(made, most) if most < len(made) else made
    pairs += several(options.guideline, options.several if options.operator is None else 0)
    outcomes = list(_judged(pairs, options.jobs))
    _examples(outcomes, options.show)
    return _summary(outcomes, time.perf_counter() - start)


def _judged(pairs: Sequence[Pair], jobs: int) -> Iterator[Outcome]:
    if jobs < 2 or len(pairs) < 40:
        yield from map(judge, pairs)
        return
    with get_context("fork").Pool(jobs, maxtasksperchild=200) as pool:
        yield from pool.imap(judge, pairs, chunksize=4)


def _examples(outcomes: Sequence[Outcome], most: int) -> None:
    shown: Counter[str] = Counter()
    for outcome in outcomes:
        for kind, there in _faults(outcome):
            if there:
                shown[kind] += 1
                if shown[kind] <= most:
                    why = outcome.crashed or outcome.misplaced or "; ".join(outcome.undecided) or outcome.shown
                    say(f"{kind}  {outcome.pair.path.rpartition('/')[2]} {outcome.pair.how}: {why}")


def _faults(outcome: Outcome) -> list[tuple[str, bool]]:
    compared = outcome.kind == "compared"
    return [
        ("crashed", bool(outcome.crashed)),
        ("false", compared and outcome.pair.kept and outcome.found),
        ("missed", compared and outcome.changed and not outcome.found and not outcome.undecided),
        ("not replayed", bool(outcome.not_replayed)),
        ("misplaced", bool(outcome.misplaced) and not outcome.stopped),
        ("undecided", bool(outcome.undecided)),
    ]


def _summary(outcomes: Sequence[Outcome], seconds: float) -> int:
    compared = [each for each in outcomes if each.kind == "compared" and not each.crashed]
    mutated = [each for each in compared if not each.pair.kept]
    kept = [each for each in compared if each.pair.kept]
    changed = [each for each in mutated if each.changed]
    found = sum(each.found for each in changed)
    false = sum(each.found for each in kept)
    groups = sum(each.groups for each in mutated)
    failed = sum(each.not_replayed for each in mutated)
    crashed = sum(bool(each.crashed) for each in outcomes)
    missed = sum(each.changed and not each.found and not each.undecided for each in mutated)
    undecided = sum(bool(each.undecided) and not each.found for each in compared)
    times = sorted(each.seconds for each in compared)
    dropped = Counter(each.kind for each in outcomes if each.kind != "compared")
    by_edit = Counter(each.pair.how for each in kept)
    say(f"edits: {dict(sorted(by_edit.items()))}; dropped: {dict(dropped)}")
    say(
        f"comparing took {sum(times):.0f} s of the processors, {times[len(times) // 2]:.2f} s in the middle, "
        f"{times[-1]:.2f} s at most; all {seconds:.0f} s"
    )
    placed = [each for each in mutated if each.pair.several and each.found]
    misplaced = sum(bool(each.misplaced) and not each.stopped for each in placed)
    say(
        f"of {len(placed)} pairs with several faults that change the advice, {misplaced} with a patient in the wrong "
        f"group or told something else there; {sum(bool(each.misplaced) and each.stopped for each in placed)} more "
        f"of {sum(each.stopped for each in placed)} in which a fault stops runs"
    )
    met = not (misplaced or missed or false or failed or crashed or undecided)
    say(
        f"{len(mutated)} mutants, {len(changed)} change the advice: {found} found, {missed} missed; "
        f"{groups - failed} of {groups} patients replay; {false} false alarms on {len(kept)} edits that change "
        f"nothing; {undecided} not decided; {crashed} crashes: {'gates met' if met else 'GATES MISSED'}"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
