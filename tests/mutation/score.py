"""The mutation score: how much of what is wrong the checker finds, and how little it finds that is not.

Enters: the clean guidelines. Leaves: per code the mutants, recall and precision; the share not decided; the share of
witnesses that replay; the figures again on the last line. Exit code 1 where a gate is missed.

    python -m tests.mutation.score [--sample 60] [--guideline curb65] [--code MG101] [--operator close_end] [--show 20]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import TextIO

from milligram.diagnostics import CHECKED
from milligram.pipeline import check_path

from .judging import UNCHANGED, Verdict, judge
from .operators import Mutant, Operator, Text
from .operators_of_text import ALL
from .oracle import Oracle

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261122
OFTEN = 24
"""So many mutants of one operator are taken from one guideline, spread by chance over its places."""

LONG = 20_000
"""Where the oracle needs more runs than this for the guideline itself, a third as many."""

SELDOM = 20
"""An operator with fewer places in the guidelines is put into the good cases too."""


def say(line: str, stream: TextIO = sys.stdout) -> None:
    """One line of the report, at once."""
    stream.write(f"{line}\n")
    stream.flush()


def guidelines() -> list[Path]:
    """Every guideline that is meant to be clean."""
    return [path for path in sorted((ROOT / "guidelines").rglob("*.mg")) if "as_published" not in path.parts]


def near_misses() -> list[Path]:
    """The good cases: small guidelines that exercise what no whole one does."""
    return sorted((ROOT / "tests" / "cases" / "good").glob("*.mg"))


def mutants(wanted: str | None = None) -> Iterator[Mutant]:
    """Every mutant, in a fixed order: of the guidelines, then of the good cases by operators that had few places."""
    made: Counter[str] = Counter()
    for path in guidelines():
        if wanted is None or wanted in str(path):
            for mutant in _of_file(path, ALL, None):
                made[mutant.operator] += 1
                yield mutant
    rare = [(code, operator) for code, operator in ALL if made[operator.__name__] < SELDOM]
    for path in near_misses():
        if wanted is None or wanted in str(path):
            yield from _of_file(path, rare, 2)


def _of_file(path: Path, operators: Iterable[tuple[str, Operator]], most: int | None) -> Iterator[Mutant]:
    report = check_path(path)
    if report.file is None or report.guideline is None or report.diagnostics:
        return
    text = Text(report.source, report.file)
    if most is None:
        oracle = Oracle(report.guideline)
        most = OFTEN if oracle.walk().runs < LONG else OFTEN // 3
    seen = {text.text}
    yield Mutant(path=str(path), operator=UNCHANGED, code="", line=1, text=text.text)
    for code, operator in operators:
        changes = list(operator(text))
        if len(changes) > most:
            changes = random.Random(f"{SEED} {path.name} {operator.__name__}").sample(changes, most)
        for change in changes:
            altered = text.text[: change.span.start] + change.new + text.text[change.span.end :]
            if altered in seen:
                continue
            seen.add(altered)
            yield Mutant(
                path=str(path),
                operator=operator.__name__,
                code=code,
                line=text.source.position(change.span.start).line,
                text=altered,
                certain=change.certain,
                open=change.open,
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the score and says whether every gate is met."""
    options = _options(arguments)
    start = time.perf_counter()
    every = [mutant for mutant in mutants(options.guideline) if options.operator in (None, mutant.operator)]
    if options.sample is not None and options.sample < len(every):
        every = random.Random(SEED).sample(every, options.sample)
    say(f"{len(every)} mutants made in {time.perf_counter() - start:.0f} s", sys.stderr)
    verdicts = list(_judged(every, options.jobs, start))
    if options.claimed:
        for verdict in verdicts:
            for code in set(verdict.present) - CHECKED:
                del verdict.present[code]
                verdict.missed.pop(code, None)
    if options.code is not None:
        verdicts = [v for v in verdicts if options.code in {*v.present, *v.false, *v.missed, *v.apart}]
    _examples(verdicts, options.show, options.code, options.text)
    return _summary(verdicts, time.perf_counter() - start)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.mutation.score")
    parser.add_argument("--sample", type=int, help="judge only so many mutants, the same each time")
    parser.add_argument("--guideline", help="only paths that hold this text")
    parser.add_argument("--operator", help="only mutants of this operator")
    parser.add_argument("--code", help="count and show only mutants that concern this code")
    parser.add_argument("--show", type=int, default=10, help="how many disagreements to show of each kind and code")
    parser.add_argument("--text", type=Path, help="write the disagreeing mutants into this folder")
    parser.add_argument("--claimed", action="store_true", help="count only codes that this version looks for")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args(arguments)


def _judged(every: Sequence[Mutant], jobs: int, start: float) -> Iterator[Verdict]:
    done = 0
    if jobs < 2 or len(every) < 40:
        yield from map(judge, every)
        return
    with get_context("fork").Pool(jobs, maxtasksperchild=1000) as pool:
        for verdict in pool.imap(judge, every, chunksize=4):
            done += 1
            if done % 100 == 0:
                seconds = time.perf_counter() - start
                say(f"{done} of {len(every)}, {done / seconds:.1f} a second", sys.stderr)
            yield verdict


def _examples(verdicts: Sequence[Verdict], most: int, wanted: str | None, folder: Path | None) -> None:
    """The disagreements, so many of each kind and code."""
    shown: Counter[tuple[str, str]] = Counter()
    for number, verdict in enumerate(verdicts):
        said = [("missed", code, why) for code, why in verdict.missed.items()]
        said += [("false", code, why) for code, why in verdict.false.items()]
        said += [("not replayed", why.split()[0], why) for why in verdict.not_replayed]
        if verdict.crashed:
            said.append(("crashed", verdict.crashed.partition(":")[0], verdict.crashed))
        for kind, code, why in said:
            shown[kind, code] += 1
            if shown[kind, code] > most or wanted not in (None, code):
                continue
            mutant = verdict.mutant
            place = f"{Path(mutant.path).name}:{mutant.line} {mutant.operator}"
            say(f"{kind} {code}  {place}  found {', '.join(verdict.found)}: {why}")
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{kind}_{code}_{number}_{mutant.operator}.mg".replace(" ", "_")).write_text(mutant.text)


def _summary(verdicts: Sequence[Verdict], seconds: float) -> int:
    """The table, and the figures on the last line."""
    judged = [verdict for verdict in verdicts if verdict.kind == "judged" and not verdict.crashed]
    kinds = Counter(verdict.kind for verdict in verdicts)
    say(
        f"{'code':6}{'mutants':>9}{'found':>7}{'by another':>12}{'missed':>8}{'recall':>9}{'false':>7}{'precision':>11}"
    )
    for code in sorted({code for v in judged for code in (*v.present, *v.false)}):
        present = [v for v in judged if code in v.present]
        missed = sum(code in v.missed for v in present)
        told = sum(code in v.told_by for v in present)
        false = sum(code in v.false for v in judged)
        hits = len(present) - missed - told
        recall, precision = _percent(len(present) - missed, len(present)), _percent(hits, hits + false)
        say(f"{code:6}{len(present):9}{hits:7}{told:12}{missed:8}{recall:>9}{false:7}{precision:>11}")
    faults = sum(len(v.present) for v in judged)
    missed = sum(len(v.missed) for v in judged)
    false = sum(len(v.false) for v in judged)
    undecided = sum(v.gave_up or v.oracle_gave_up for v in judged)
    witnesses = sum(v.witnesses for v in judged)
    failed = sum(len(v.not_replayed) for v in judged)
    crashed = sum(v.crashed is not None for v in verdicts)
    apart = Counter(code for v in judged for code in v.apart)
    say(f"found or there, and not compared for want of an oracle: {dict(sorted(apart.items()))}")
    say(
        f"checking took {sum(v.seconds_check for v in verdicts):.0f} s, the oracle "
        f"{sum(v.seconds_oracle for v in verdicts):.0f} s of the processors; all {seconds:.0f} s"
    )
    met = not (missed or false or failed or crashed) and undecided * 100 < len(judged)
    say(
        f"{len(judged)} mutants ({kinds['equivalent']} equivalent and {kinds['unreadable']} unreadable dropped), "
        f"{faults} faults: recall {_percent(faults - missed, faults)}, "
        f"precision {_percent(faults - missed, faults - missed + false)} ({false} false), "
        f"undecided {_percent(undecided, len(judged))}, replay {_percent(witnesses - failed, witnesses)} of {witnesses}"
        f"{f', {crashed} crashes' if crashed else ''}: {'gates met' if met else 'GATES MISSED'}"
    )
    return 0 if met else 1


def _percent(part: int, whole: int) -> str:
    """Rounded down, so that 100.00 % is all of them."""
    return f"{10_000 * part // whole / 100:.2f} %" if whole else "-"


if __name__ == "__main__":
    sys.exit(main())
