"""How long the import of a compiled module takes over bare Python, its byte code stored.

Processes run in turn, a bare one beside each import, so that a busy moment of the machine meets them alike; a row is
the median of the differences, in processor time of the whole process and on the clock. With ``--gate`` a module whose
processor time is over the goal is an exit code of 1.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from milligram.pipeline import check_path
from milligram_targets.python import module_text

ROOT = Path(__file__).resolve().parents[1]
GUIDELINES = [path for path in sorted((ROOT / "guidelines").rglob("*.mg")) if "as_published" not in path.parts]
ROUNDS = 25
GOAL = 25.0


def run(code: str, environment: dict[str, str]) -> tuple[float, float]:
    """Milliseconds of processor time, and on the clock, that one process takes."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used * 1000, clock * 1000


def over_bare(name: str, environment: dict[str, str]) -> tuple[float, float]:
    """The median of what an import takes over the bare process beside it."""
    run(f"import {name}", environment)  # stores the byte code
    used: list[float] = []
    clock: list[float] = []
    for _ in range(ROUNDS):
        bare, whole = run("pass", environment), run(f"import {name}", environment)
        used.append(whole[0] - bare[0])
        clock.append(whole[1] - bare[1])
    return median(used), median(clock)


def main() -> int:
    late = False
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPATH"] = folder
        print(f"{'import over bare Python, median of ' + str(ROUNDS) + ', ms':<54}{'CPU':>8}{'clock':>8}{'goal':>8}")
        for path in GUIDELINES:
            guideline = check_path(path).guideline
            assert guideline is not None, path
            (Path(folder) / f"{guideline.name}.py").write_text(module_text(guideline), "utf-8")
            used, clock = over_bare(guideline.name, environment)
            late = late or used > GOAL
            mark = "   over its goal" if used > GOAL else ""
            print(f"{guideline.name:<54}{used:>8.1f}{clock:>8.1f}{f'≤ {GOAL:.0f}':>8}{mark}", flush=True)
    return 1 if late and "--gate" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
