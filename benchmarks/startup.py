"""How long `milligram check` takes on one guideline: analysed, unchanged, and beside Python itself.

Every row is the median of separate processes, run in turn so that a busy moment of the machine meets them all alike.
Byte code and the tables of the grammar are stored before the first; verdicts go to a cache of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
GUIDELINE = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"
ROUNDS = 15
CHECK = [sys.executable, "-c", "from milligram.cli.main import main; main()", "check", str(GUIDELINE)]

COMMANDS: dict[str, tuple[list[str], int | None]] = {
    "milligram check, cold (nothing in the verdict cache)": ([*CHECK, "--no-cache"], 400),
    "milligram check, the file unchanged": (CHECK, 150),
    "python -c pass": ([sys.executable, "-c", "pass"], None),
}


def run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Milliseconds on the clock, and of processor time, that one process takes."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    clock, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return clock * 1000, used * 1000


def main() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as cache:
        environment["MILLIGRAM_CACHE"] = cache
        for command, _ in COMMANDS.values():
            run(command, environment)
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
        for _ in range(ROUNDS):
            for name, (command, _) in COMMANDS.items():
                taken[name].append(run(command, environment))
    print(f"{'median of ' + str(ROUNDS) + ', ms':<54}{'clock':>8}{'CPU':>8}{'goal':>8}")
    for name, (_, goal) in COMMANDS.items():
        clock, used = (median(column) for column in zip(*taken[name], strict=True))
        aim = f"≤ {goal}" if goal else ""
        late = "   over its goal" if goal and clock > goal else ""
        print(f"{name:<54}{clock:>8.0f}{used:>8.0f}{aim:>8}{late}")


if __name__ == "__main__":
    main()
