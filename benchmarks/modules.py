"""How fast a compiled module answers, beside the same guideline written by hand, and beside zen-engine.

Enters: nothing; the corrected magnesium guideline is compiled here. Leaves: a table. All in one process, interleaved:
in each round every row answers every patient, in turn, and a ratio is taken within its round.

    by hand                     0.4 µs
    `decide`                    0.4 µs     1.0 × by hand

Before anything is timed, 20,000 patients on the limits and the patients of the mix are answered by all: by hand, by
`evaluate` (its trace and its sentences, too) and by zen-engine as the interpreter does, and no outcome of `decide`
stands for two answers.

- time is the CPU time of the process (all its threads); the table gives the median of the rounds, and the middle half
- the garbage collector runs as it does in a program; what stands before the rounds is frozen, out of its way
- a row counts the call and the loop round it; `magnesium/patients.py` tells the mix

With --gate, exit 1 when a goal is missed, a row that the module does not have yet among them; with --write, the table
goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from types import ModuleType
from typing import Any

from magnesium import by_hand, by_zen
from magnesium.patients import Patient, limits, ward
from magnesium.words import Answer
from milligram.interpret import Result, evaluate, read_patient
from milligram.interpret.result import Trace
from milligram.interpret.sentences import sentences
from milligram.ir.nodes import Guideline
from milligram.pipeline import check_path
from milligram_targets.python import module_text

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
SOURCE = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"
TIMED, VERIFIED = 2_000, 20_000
ROUNDS = 15

BY_HAND, DECIDE, EVALUATE = "by hand", "`decide`", "`evaluate`, all checks"
TUPLES, SENTENCES = "with the trace as tuples", "with the trace as sentences"
PATIENT = "making a `Patient`, apart"
ZEN, ZEN_TRACED = "zen-engine", "zen-engine with its trace"
ONE, ONE_TRACED = "zen-engine, in one expression", "zen-engine, in one expression, with its trace"
ROWS = (BY_HAND, DECIDE, EVALUATE, TUPLES, SENTENCES, PATIENT, ZEN, ZEN_TRACED, ONE, ONE_TRACED)
AT_MOST = {DECIDE: 1.3, EVALUATE: 4.0, TUPLES: 8.0, SENTENCES: 30.0}
"""How many times the chain by hand a row may take."""
AT_LEAST = {DECIDE: (ZEN, 45.0), EVALUATE: (ZEN, 13.0), TUPLES: (ZEN_TRACED, 15.0)}
"""How many times a row zen-engine has to take."""
HEAD = ("a patient", "µs", "middle half", "× by hand", "goal", "zen-engine ×", "goal")

Pass = Callable[[list[Any]], None]
"""Answers all patients once."""


# --- what is measured -------------------------------------------------------------------------------------------------


def compiled(guideline: Guideline) -> ModuleType:
    """The module of the guideline, imported from a file as a program would."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{guideline.name}.py")
        path.write_text(module_text(guideline), "utf-8")
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
    return module


def passes(module: ModuleType, engine: Any) -> Iterator[tuple[str, Pass]]:
    """One pass for each row. Answers are read, as an answer that nobody reads would be none."""
    yield BY_HAND, _plain(by_hand.answer)
    yield DECIDE, _plain(module.decide)
    yield EVALUATE, _read(module.evaluate)
    yield TUPLES, _traced(module.evaluate)
    yield SENTENCES, _told(module.evaluate)
    yield PATIENT, _made(module.Patient)
    yield ZEN, _zen(engine.evaluate, by_zen.TABLES)
    yield ZEN_TRACED, _zen_traced(engine.evaluate, by_zen.TABLES)
    yield ONE, _zen(engine.evaluate, by_zen.ONE)
    yield ONE_TRACED, _zen_traced(engine.evaluate, by_zen.ONE)


def _plain(answer: Callable[[Patient], object]) -> Pass:
    def run(patients: list[Patient]) -> None:
        for patient in patients:
            answer(patient)

    return run


def _read(answer: Callable[[Patient], Any]) -> Pass:
    def run(patients: list[Patient]) -> None:
        for patient in patients:
            result = answer(patient)
            _ = result.advice
            _ = result.asks

    return run


def _traced(answer: Callable[[Patient], Any]) -> Pass:
    def run(patients: list[Patient]) -> None:
        for patient in patients:
            result = answer(patient)
            _ = result.advice
            _ = result.asks
            result.trace_tuples()

    return run


def _told(answer: Callable[[Patient], Any]) -> Pass:
    def run(patients: list[Patient]) -> None:
        for patient in patients:
            result = answer(patient)
            _ = result.advice
            _ = result.asks
            result.explain()

    return run


def _made(make: Callable[..., Any]) -> Pass:
    def run(patients: list[Patient]) -> None:
        for patient in patients:
            make(**patient)

    return run


def _zen(answer: Callable[[str, object], Any], key: str) -> Pass:
    def run(patients: list[Patient]) -> None:
        for patient in patients:
            answer(key, patient)["result"]

    return run


def _zen_traced(answer: Callable[..., Any], key: str) -> Pass:
    options = {"trace": True}

    def run(patients: list[Patient]) -> None:
        for patient in patients:
            answer(key, patient, options)["result"]

    return run


def static_engine() -> Any:
    """zen-engine with its decisions compiled once; its fastest call from a dict is ``evaluate`` by key."""
    import zen

    content = {by_zen.TABLES: by_zen.decision(), by_zen.ONE: by_zen.one_expression()}
    return zen.ZenEngine({"loader": {"type": "static", "content": content}})


# --- the same answers first -------------------------------------------------------------------------------------------


class Disagreement(Exception):
    """Two of them do not say the same."""


def verify(guideline: Guideline, module: ModuleType, engine: Any, mixed: int, on_limits: int) -> int:
    """How many patients all agree on. Raises `Disagreement` at the first on whom they do not."""
    outcomes: dict[object, tuple[object, Patient]] = {}
    count = 0
    for patient in chain(ward(mixed, module.RegimenState), limits(on_limits, module.RegimenState)):
        reading = read_patient(guideline, _json(patient))
        if reading.patient is None:
            raise Disagreement(f"refused: {patient}: {reading.problems}")
        exact = evaluate(guideline, reading.patient)
        expected = _tuple(exact)
        _compare("by hand", patient, by_hand.answer(patient), expected)
        result = module.evaluate(patient)
        _compare("evaluate", patient, _tuple(result), expected)
        _compare(
            "the trace",
            patient,
            _steps(result.trace_tuples()),
            [_traced_as(each) for each in exact.trace],
        )
        _compare("the sentences", patient, result.explain(), sentences(guideline, exact))
        state = patient.get("replacement")
        if state is None or state.since is None:
            for key in (by_zen.TABLES, by_zen.ONE):
                found = engine.evaluate(key, by_zen.context(patient))["result"]
                _compare(f"zen-engine ({key})", patient, by_zen.found(found), by_zen.expected(patient))
        outcome = module.decide(patient, patient.get("today"))
        if outcome[0] == -1 and count < mixed:
            raise Disagreement(f"decide leaves one of the mix to evaluate: {patient}")
        first = outcomes.setdefault(outcome, (expected, patient)) if outcome[0] != -1 else (expected, patient)
        _compare(f"decide, as for {first[1]}", patient, first[0], expected)
        count += 1
    return count


def _compare(who: str, patient: Patient, found: object, expected: object) -> None:
    if found != expected:
        raise Disagreement(f"{who}: {patient}\n  says      {found}\n  not       {expected}")


def _json(patient: Mapping[str, Any]) -> dict[str, object]:
    """A patient as the interpreter reads one."""
    made: dict[str, object] = {}
    for name, value in patient.items():
        if isinstance(value, frozenset):
            made[name] = sorted(value)
        elif name == "replacement" and value is not None:
            made[name] = {"step": value.step, "time": value.time, "since": value.since}
        else:
            made[name] = value
    return made


def _tuple(result: Result | Any) -> Answer:
    """An answer of the interpreter or of the module in the form of the one by hand."""
    if result.faults or result.reports:
        raise Disagreement(f"faults or reports, which the guideline has not: {result}")
    return (
        result.applies,
        tuple(
            (
                each.kind,
                each.what,
                each.text,
                _dose(each.dose),
                each.grade,
                each.because,
                tuple(each.sources),
                each.line,
            )
            for each in result.advice
        ),
        tuple((each.input, tuple(each.blocks)) for each in result.asks),
        tuple(result.blocked),
        tuple((each.text, each.condition, tuple(each.unknown), each.line) for each in result.would_apply),
        tuple(result.assumed),
    )


def _steps(
    trace: tuple[tuple[tuple[Any, ...], ...], tuple[str, ...], tuple[object, ...]],
) -> list[tuple[object, ...]]:
    """The trace as tuples, step by step with the values that it read; a float is the decimal that it prints as."""
    steps, names, values = trace
    read = {name: _exactly(value) for name, value in zip(names, values, strict=True)}
    return [(*said, {name: read[name] for name in own}) for *said, own in steps]


def _traced_as(step: Trace) -> tuple[object, ...]:
    return (step.line, step.what, step.text, step.outcome, dict(step.values))


def _exactly(value: object) -> object:
    return Fraction(repr(value)) if isinstance(value, float) else value


def _dose(dose: Any) -> tuple[object, ...] | None:
    if dose is None:
        return None
    return (dose.amount, dose.unit, dose.of, dose.frequency, dose.route, dose.step)


# --- the table --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """Seconds for one patient, round by round."""

    rounds: tuple[float, ...]

    def over(self, other: Measured) -> float:
        """How many times as long as another, round by round; the median."""
        return median(mine / its for mine, its in zip(self.rounds, other.rounds, strict=True))


def measure(module: ModuleType, engine: Any, rounds: int) -> dict[str, Measured]:
    """A, B, C, A, B, C, …; a fast row repeats its pass, so that no turn is too short for the clock.

    Before each turn a pass is made untimed, so that no row pays for what its neighbour left in the caches.
    """
    patients = ward(TIMED, module.RegimenState)
    contexts = [by_zen.context(patient) for patient in patients]
    turns = [
        (name, run, contexts if name in (ZEN, ZEN_TRACED, ONE, ONE_TRACED) else patients)
        for name, run in passes(module, engine)
    ]
    repeats = {name: max(1, round(0.04 / _seconds(run, whom, 1))) for name, run, whom in turns}
    taken: dict[str, list[float]] = {name: [] for name, _, _ in turns}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, run, whom in turns:
            run(whom)
            taken[name].append(_seconds(run, whom, repeats[name]) / len(whom))
    gc.unfreeze()
    return {name: Measured(tuple(each)) for name, each in taken.items()}


def _seconds(run: Pass, patients: list[Any], repeats: int) -> float:
    start = time.process_time()
    for _ in range(repeats):
        run(patients)
    return (time.process_time() - start) / repeats


def table(found: Mapping[str, Measured]) -> Iterator[str]:
    """The lines of the table, in Markdown."""
    yield f"| {' | '.join(HEAD)} |"
    yield f"| --- |{' ---: |' * (len(HEAD) - 1)}"
    for name in ROWS:
        yield f"| {' | '.join([name, *_cells(name, found)])} |"


def _cells(name: str, found: Mapping[str, Measured]) -> Iterator[str]:
    if name not in found:
        yield from ("–",) * (len(HEAD) - 1)
        return
    mine = found[name]
    low, _, high = quantiles(mine.rounds, n=4)
    yield f"{median(mine.rounds) * 1e6:.2f}"
    yield f"{low * 1e6:.2f} to {high * 1e6:.2f}"
    yield f"{mine.over(found[BY_HAND]):.2f}"
    yield f"≤ {AT_MOST[name]:g}" if name in AT_MOST else ""
    if name in AT_LEAST:
        other, goal = AT_LEAST[name]
        yield f"{found[other].over(mine):.1f}"
        yield f"≥ {goal:g}"
    else:
        yield from ("", "")


def put(lines: list[str]) -> None:
    """Puts the table in the place of the one on the page, which begins with the same head."""
    text = PAGE.read_text("utf-8")
    start = text.index(lines[0])
    end = text.index("\n\n", start)
    PAGE.write_text(text[:start] + "\n".join(lines) + text[end:], "utf-8")


def missed(found: Mapping[str, Measured]) -> Iterator[str]:
    """The goals that are not met."""
    for name, most in AT_MOST.items():
        if name not in found:
            yield f"{name}: the module has none"
        elif (times := found[name].over(found[BY_HAND])) > most:
            yield f"{name}: {times:.2f} × by hand, over {most:g}"
    for name, (other, least) in AT_LEAST.items():
        if name in found and (times := found[other].over(found[name])) < least:
            yield f"{other} takes {times:.1f} × {name}, under {least:g}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gate", action="store_true", help="exit 1 when a goal is missed")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"how often each row is measured ({ROUNDS})")
    options = parser.parse_args()
    guideline = check_path(SOURCE).guideline
    assert guideline is not None
    module, engine = compiled(guideline), static_engine()
    try:
        count = verify(guideline, module, engine, TIMED, VERIFIED)
    except Disagreement as found:
        print(found, file=sys.stderr)
        return 1
    print(f"{count:,} patients answered alike", flush=True)
    measured = measure(module, engine, max(2, options.rounds))
    lines = [*table(measured)]
    print("\n".join(lines))
    if options.write:
        put(lines)
    open_goals = [*missed(measured)]
    for each in open_goals:
        print(f"missed: {each}")
    return 1 if options.gate and open_goals else 0


if __name__ == "__main__":
    sys.exit(main())
