"""How many patients a second `milligram run --patients` answers, from file to file, and the memory that takes.

Random patients of the magnesium guideline, as a ward has them (levels with two decimals, clearances with one, values
that nobody measured, some in mid-treatment), are written as parquet and run by the command itself, with path and
reports. Beside it stands the plain way in the same run: `read_patient` and `evaluate`, a row at a time, on some
thousand of the same rows, whose answers are compared.

    python benchmarks/patients.py [--large] [--gate] [--jobs N]

Seconds are those of the clock, from the start of the command to its end; memory is what all of its processes hold
together (what they share is counted once). CPU seconds stand beside, for on a busy machine the clock says less.
`--large` adds ten million rows; `--gate` exits with 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
from milligram.interpret import evaluate, read_patient, to_json
from milligram.pipeline import check_path

ROOT = Path(__file__).resolve().parents[1]
GUIDELINE = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"
TODAY = date(2026, 11, 22)
RUN = [sys.executable, "-c", "from milligram.cli.main import main; main()", "run", str(GUIDELINE)]

MILLION = 1_000_000
PIECE = 250_000
PLAIN = 2_000
GOAL_RATE = 300_000
GOAL_MEMORY = 500 * 10**6
SAME = 1.15
"""Ten million rows may take this many times the memory of one million."""


def table(chance: np.random.Generator, first: int, count: int) -> pa.Table:
    """Some patients."""

    def some(values: object, unknown: float) -> pa.Array:
        return pa.array(values, mask=chance.random(count) < unknown)

    def words(names: list[str], share: float, unknown: float) -> pa.Array:
        held = chance.random((count, len(names))) < share
        ends = np.concatenate([[0], np.cumsum(held.sum(axis=1))]).astype(np.int32)
        texts = pa.array(np.array(names, dtype=object)[np.nonzero(held)[1]], pa.string())
        return pa.ListArray.from_arrays(pa.array(ends), texts, mask=pa.array(chance.random(count) < unknown))

    def level(mean: float, spread: float, low: float, high: float, places: int) -> object:
        return np.round(np.clip(chance.normal(mean, spread, count), low, high), places)

    step = np.where(chance.random(count) < 0.04, chance.integers(1, 3, count), 0)
    untimed = (step == 0) | (chance.random(count) < 0.1)
    return pa.table(
        {
            "patient_id": pa.array([f"P{number:08}" for number in range(first, first + count)]),
            "age": some(chance.integers(15, 95, count), 0.005),
            "neck_spasm": some(chance.random(count) < 0.3, 0.1),
            "creatinine_clearance": some(level(80, 30, 3, 240, 1), 0.15),
            "serum_magnesium": some(level(0.8, 0.12, 0.2, 3, 2), 0.25),
            "serum_potassium": some(level(4.1, 0.5, 1.5, 8, 1), 0.15),
            "serum_calcium": some(level(2.35, 0.15, 1, 4, 2), 0.4),
            "volume_depleted": some(chance.random(count) < 0.06, 0.12),
            "diarrhoea": some(chance.random(count) < 0.08, 0.1),
            "diuretics": words(["loop", "thiazide"], 0.12, 0.05),
            "other_medicines": words(
                ["proton_pump_inhibitor", "aminoglycoside", "tacrolimus", "ciclosporin"], 0.08, 0.05
            ),
            "bowel_conditions": words(["short_bowel", "malabsorption", "high_output_stoma"], 0.02, 0.08),
            "alcohol_use_disorder": some(chance.random(count) < 0.07, 0.2),
            "chronic_diseases": words(["diabetes", "inflammatory_bowel_disease"], 0.1, 0.08),
            "replacement_step": pa.array(step, mask=chance.random(count) < 0.01),
            "replacement_time[weeks]": pa.array(np.round(chance.exponential(2.0, count), 1), mask=untimed),
        }
    )


def write_patients(path: Path, count: int) -> None:
    """A file of so many patients, the same each time."""
    chance = np.random.default_rng(20261122)
    writer = None
    for first in range(0, count, PIECE):
        piece = table(chance, first, min(PIECE, count - first))
        writer = writer or pa.parquet.ParquetWriter(path, piece.schema)
        writer.write_table(piece)
    if writer is not None:
        writer.close()


# --- one run of the command -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a run took: seconds on the clock, of processor time, and bytes at most."""

    seconds: float
    cpu: float
    memory: int


def measured(command: list[str]) -> Taken:
    """Runs a command and watches what its processes hold."""
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = 0
    over = threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.02):
            most = max(most, sum(map(held, family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - start
    over.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"the command failed:\n{said.decode()}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Taken(seconds=seconds, cpu=cpu, memory=most)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for each in found:
        try:
            for thread in Path(f"/proc/{each}/task").iterdir():
                found.extend(map(int, (thread / "children").read_text().split()))
        except OSError:
            continue  # it has just ended
    return found


def held(pid: int) -> int:
    """The bytes of memory that a process holds, its share of what it has in common with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


# --- beside it --------------------------------------------------------------------------------------------------------


def plainly(patients: Path, answers: Path) -> float:
    """Patients a second, a row at a time; the answers are those of the command."""
    guideline = check_path(GUIDELINE).guideline
    assert guideline is not None
    rows = next(pa.parquet.ParquetFile(patients).iter_batches(PLAIN)).to_pylist()
    told = next(pa.parquet.ParquetFile(answers).iter_batches(PLAIN)).to_pylist()
    results = []
    start = time.process_time()
    for row in rows:
        data = {name: value for name, value in row.items() if name in guideline.inputs and value is not None}
        data["replacement step"] = row["replacement_step"]
        weeks = row["replacement_time[weeks]"]
        data["replacement time"] = None if weeks is None else f"{weeks} weeks"
        reading = read_patient(guideline, data, as_of=TODAY)
        results.append(None if reading.patient is None else evaluate(guideline, reading.patient, as_of=TODAY))
    seconds = time.process_time() - start
    for row, result, answer in zip(rows, results, told, strict=True):
        assert row["patient_id"] == answer["patient_id"]
        assert (result is None) == (answer["errors"] > 0), row
        if result is not None:
            said = to_json(result)
            assert [advice.text for advice in result.advice] == (
                answer["advice"].split(" | ") if answer["advice"] else []
            )
            assert [ask.input for ask in result.asks] == (answer["asks"].split(" | ") if answer["asks"] else [])
            assert said["applies"] == {"yes": True, "no": False, "unknown": None}[answer["applies"]]
    return len(rows) / seconds


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--large", action="store_true", help="ten million rows as well")
    options.add_argument("--gate", action="store_true", help="exit with 1 when a goal is missed")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'':<34}{'patients/s':>12}{'seconds':>10}{'CPU s':>8}{'memory, MB':>12}")
        memory = {}
        for count in (MILLION, 10 * MILLION) if given.large else (MILLION,):
            patients, answers = Path(folder, f"{count}.parquet"), Path(folder, f"{count}_answers.parquet")
            write_patients(patients, count)
            command = [*RUN, "--patients", str(patients), "--out", str(answers), "--keep", "patient_id"]
            command += ["--jobs", str(given.jobs), "--as-of", TODAY.isoformat()]
            runs = [measured(command) for _ in range(given.rounds if count == MILLION else 1)]
            best = min(runs, key=lambda run: run.seconds)
            memory[count] = max(run.memory for run in runs)
            name = f"the command, {count:,} rows"
            rate = count / best.seconds
            print(f"{name:<34}{rate:>12,.0f}{best.seconds:>10.2f}{best.cpu:>8.2f}{memory[count] / 1e6:>12.0f}")
            if rate < GOAL_RATE:
                missed.append(f"{rate:,.0f} patients a second, {GOAL_RATE:,} wanted")
            if memory[count] > GOAL_MEMORY:
                missed.append(f"{memory[count] / 1e6:.0f} MB at {count:,} rows, {GOAL_MEMORY / 1e6:.0f} allowed")
            if count == MILLION:
                print(f"{'a row at a time, one processor':<34}{plainly(patients, answers):>12,.0f}")
            patients.unlink()
        if len(memory) == 2 and memory[10 * MILLION] > SAME * memory[MILLION]:
            missed.append(f"ten million rows take {memory[10 * MILLION] / memory[MILLION]:.2f} times the memory")
    for miss in missed:
        print(f"missed: {miss}")
    if given.gate and missed:
        sys.exit(1)


if __name__ == "__main__":
    main()
