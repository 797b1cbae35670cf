"""How long `milligram check` takes on guidelines made here: tables of many rows, three hundred decisions, one edit.

- tables: a random partition of the cells of ten inputs, or twelve, into rows; complete and disjoint, the case that
  leaves no early way out. "proof" is what the gap and overlap checks take once conditions are formulas
- decisions: ten pathways of guards that end, decisions over two inputs, decisions inside of branches, gives and the
  `never` rules on them, all clean
- edits: one threshold of that guideline after another is changed, any of its pathways, beside the check of the whole:
  most edits open a gap or an overlap, which is then told at each later one

With --gate, exit 1 when a goal is missed.
"""

from __future__ import annotations

import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from math import isnan, nan
from pathlib import Path
from statistics import median

HEAD = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n\nsource r "R"\n'
WIDTH = 6
"""Cells of an input between thresholds."""
SIZES = [(100, 10), (1000, 10), (5000, 12), (10_000, 10)]
PROOF_GOALS = {(1000, 10): 0.5, (5000, 12): 3.0}
DECISIONS, DECISIONS_GOAL = 300, 2.0
EDITS, EDIT_GOAL = 15, 0.20
LARGEST = 5000
"""Of a table of more rows, only the proof is measured."""
MEMORY_GOAL = 500


# --- what is checked --------------------------------------------------------------------------------------------------


def table(count: int, columns: int) -> str:
    """A guideline with one table: a row is cut in two until there are enough."""
    rng = random.Random(count)
    rows = [[(0, WIDTH)] * columns]
    while len(rows) < count:
        row = rng.choice(rows)
        wide = [place for place, (low, high) in enumerate(row) if high - low > 1]
        if wide:
            place = rng.choice(wide)
            low, high = row[place]
            middle = rng.randint(low + 1, high - 1)
            rows.append([*row[:place], (middle, high), *row[place + 1 :]])
            row[place] = (low, middle)
    rng.shuffle(rows)
    names = [f"x{place}" for place in range(columns)]
    inputs = "".join(f"input {name} number, plausible 0 to {10 * WIDTH}\n" for name in names)
    lines = [f"  {' | '.join(map(_band, row))} | {number} [r]\n" for number, row in enumerate(rows)]
    return f"{HEAD}{inputs}table by {', '.join(names)} gives t\n{''.join(lines)}pathway\n  report t\n"


def _band(cells: tuple[int, int]) -> str:
    low, high = cells
    if cells == (0, WIDTH):
        return "any"
    if low == 0:
        return f"under {10 * high}"
    return f"at least {10 * low}" if high == WIDTH else f"{10 * low} to under {10 * high}"


def decisions(count: int) -> str:
    """A guideline of so many decisions, a multiple of three, thirty a pathway."""
    rng = random.Random(count)
    numbers = [f"n{index}" for index in range(30)]
    flags = [f"f{index}" for index in range(12)]
    words = [f"w{index}" for index in range(8)]
    lines = [HEAD]
    lines += [f"substance d{index} formula C{index + 6}H8\n" for index in range(10)]
    lines += [f"input {name} in mmol/L, plausible 0 to 100\n" for name in numbers]
    lines += [f"input {name} yes or no\n" for name in flags]
    lines += [f"input {name} one of low, middle, high\n" for name in words]
    blocks: list[str] = []
    rules: list[str] = []
    for index in range(count // 3):
        pathway = index // 10
        if index % 10 == 0:
            blocks.append(f'\npathway p{pathway} "P{pathway}"\n')
            rng.shuffle(numbers)  # the first ten guard, each once: what a guard has ended is not asked for again
        guard, other = numbers[index % 10], rng.choice(numbers[10:])
        flag, word = rng.choice(flags), rng.choice(words)
        low = rng.randint(5, 40)
        mid = rng.randint(low + 1, 70)
        cut = rng.randint(5, 95)
        drug = f"d{pathway}"
        if index % 10 == 9:
            rules.append(
                f'pitfall "Never d{pathway} in want of n"\n  never give {drug} when {guard} under {low} mmol/L [r]\n'
            )
        give = f"      give 5 mg of {drug} daily [r]\n" if index % 10 == 9 else f'      note "{index} low" [r]\n'
        blocks.append(
            f'  decide "guard {index}" by {guard}\n'
            f"    unknown:\n      order {guard} [r]\n      end\n"
            f'    under {low} mmol/L:\n      advise "no treatment {index}" [r]\n      end\n'
            f'    {low} to under {mid} mmol/L:\n      note "middle {index}" [r]\n'
            f"    at least {mid} mmol/L:\n      continue\n"
            f'  decide "choice {index}"\n'
            f"    {flag} and {other} under {cut} mmol/L:\n{give}"
            f"    {flag} and {other} at least {cut} mmol/L:\n"
            f'      decide "inner {index}" by {word}, {guard}\n'
            f'        low, middle | under {mid} mmol/L:\n          note "{index} a" [r]\n'
            f'        low, middle | at least {mid} mmol/L:\n          note "{index} b" [r]\n'
            f'        high | any:\n          note "{index} c" [r]\n'
            f"        unknown:\n          order {word} [r]\n"
            f'    not {flag}:\n      note "{index} otherwise" [r]\n'
            f"    unknown:\n      order {flag} [r]\n"
        )
    return "".join(lines + rules + blocks)


# --- how long it takes ------------------------------------------------------------------------------------------------


def checked(text: str, *, wholly: bool = True) -> tuple[float, float, tuple[str, ...]]:
    """Seconds of processor time for the whole check and for the proof of gaps and overlaps; the codes found."""
    from milligram.checks import mg101_gap, mg102_overlap
    from milligram.checks.context import Context
    from milligram.pipeline import check_text
    from milligram.prove.budget import Budget
    from milligram.resolve import resolve
    from milligram.source import SourceFile
    from milligram.syntax import parse

    start = time.process_time()
    codes = [found.code.code for found in check_text(text).diagnostics] if wholly else []
    whole = time.process_time() - start if wholly else nan
    source = SourceFile("a.mg", text)
    parsed = parse(source)
    assert parsed.file is not None
    guideline = resolve(parsed.file, source, parsed.unread).guideline
    assert guideline is not None
    context = Context(source=source, file=parsed.file, guideline=guideline, budget=Budget())
    assert context.choices  # conditions become formulas here: "meaning" is no part of the proof
    start = time.process_time()
    found = [*mg101_gap.check(context), *mg102_overlap.check(context)]
    proof = time.process_time() - start
    return whole, proof, tuple(sorted({*codes, *(one.code.code for one in found)}))


def measured(kind: str, count: int, columns: int) -> tuple[float, float, float]:
    """Seconds for whole and proof, and the peak of memory in MB, in a process of its own."""
    line = subprocess.run(
        [sys.executable, __file__, "--one", kind, str(count), str(columns)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout.split()
    whole, proof, memory, *codes = line
    assert not codes, f"{kind} of {count} is to be clean, and has {codes}"
    return float(whole), float(proof), float(memory)


def one(kind: str, count: int, columns: int) -> None:
    """Prints what `measured` reads."""
    checked(table(3, 2))  # imports, and the tables of the grammar
    whole, proof, codes = checked(
        table(count, columns) if kind == "table" else decisions(count), wholly=count <= LARGEST
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(whole, proof, memory, *codes)


def edits(text: str, *, processes: bool = False) -> tuple[float, list[float]]:
    """Seconds to check the whole, nothing kept; and again after each edit of a threshold, on top of those before it.

    With ``processes`` each check is one of the command line, its start included.
    """
    from milligram.pipeline import check_path

    rng = random.Random(7)
    written = re.compile(r"(\d+) mmol/L")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MILLIGRAM_CACHE"] = str(Path(folder, "cache"))
        path = Path(folder, "a.mg")

        def took(version: str) -> float:
            path.write_text(version, encoding="utf-8")
            if processes:
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                command = [sys.executable, "-c", "from milligram.cli.main import main; main()", "check", str(path)]
                subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            start = time.process_time()
            check_path(path, cached=True)
            return time.process_time() - start

        whole = took(text)
        again = []
        for _ in range(EDITS):
            place = rng.choice([found for found in written.finditer(text) if found.start() > text.index("pathway p0")])
            text = f"{text[: place.start(1)]}{int(place[1]) - 1}{text[place.end(1) :]}"
            again.append(took(text))
    return whole, again


def main() -> int:
    missed: list[str] = []

    def goal(name: str, value: float, limit: float, unit: str) -> str:
        if value > limit:
            missed.append(f"{name}: {value:.2f} {unit}, goal {limit:g} {unit}")
        return f"≤ {limit:g}"

    print(f"{'processor time':<30}{'proof, s':>10}{'goal':>8}{'whole, s':>10}{'goal':>8}{'memory, MB':>12}")
    for count, columns in SIZES:
        whole, proof, memory = measured("table", count, columns)
        limit = PROOF_GOALS.get((count, columns))
        name = f"table of {count:,} × {columns}"
        aim = goal(f"{name}, proof", proof, limit, "s") if limit else ""
        goal(f"{name}, memory", memory, MEMORY_GOAL, "MB")
        print(
            f"{name:<30}{proof:>10.3f}{aim:>8}{'' if isnan(whole) else f'{whole:.2f}':>10}{'':>8}{memory:>12.0f}",
            flush=True,
        )
    whole, proof, memory = measured("decisions", DECISIONS, 0)
    aim = goal(f"{DECISIONS} decisions", whole, DECISIONS_GOAL, "s")
    goal(f"{DECISIONS} decisions, memory", memory, MEMORY_GOAL, "MB")
    print(f"{f'{DECISIONS} decisions':<30}{proof:>10.3f}{'':>8}{whole:>10.2f}{aim:>8}{memory:>12.0f}", flush=True)
    checked(table(3, 2))
    whole, again = edits(decisions(DECISIONS))
    share = median(again) / whole
    aim = goal("one threshold edited, of the whole", share * 100, EDIT_GOAL * 100, "%")
    print(
        f"one threshold edited, median of {EDITS}: {median(again):.2f} s of {whole:.2f} s for the whole, {share:.0%} "
        f"(goal {aim} %); the longest {max(again):.2f} s"
    )
    whole, again = edits(decisions(DECISIONS), processes=True)
    print(f"the same by the command line: {median(again):.2f} s of {whole:.2f} s, {median(again) / whole:.0%}")
    for each in missed:
        print("missed: " + each)
    return 1 if missed and "--gate" in sys.argv[1:] else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main())
