"""How long printing takes: the pocket card, flowcharts of 30 and of 500 boxes, the interactive page.

    python benchmarks/printing.py [--gate]

Every row is warm: its libraries have printed something else before. Nothing is printed twice with the same words, so
that no answer comes from a cache. ``--gate`` exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import milligram
from milligram.ir.nodes import Guideline
from milligram.target import find_targets
from milligram_targets.card.from_ir import card
from milligram_targets.card.render import render_card
from milligram_targets.flowchart import layout
from milligram_targets.flowchart.from_ir import flowchart

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ROUNDS = 5

HEAD = """\
guideline large
  title   "A large guideline"
  version 1.0.0
  for     "adults"

source r1 "Reference 1"
"""


def guidelines() -> list[Guideline]:
    """Every guideline that is meant to be clean."""
    paths = sorted((ROOT / "guidelines").rglob("*.mg"))
    return [milligram.compile(path).ir for path in paths if "as_published" not in path.parts]


def chain(decisions: int) -> Guideline:
    """A guideline of pathways of six decisions each, seven boxes to a decision."""
    text = [HEAD, *(f"input level_{n} in mmol/L, plausible 0 to 10\n" for n in range(decisions))]
    for n in range(decisions):
        if n % 6 == 0:
            text.append(f"\npathway part_{n // 6 + 1}\n")
        text.append(
            f'  decide "How high is level {n}?" by level_{n}\n'
            f"    unknown:\n      order level_{n} [r1]\n      end\n"
            f'    under 3 mmol/L:\n      advise "raise level {n} and look again in a week" [r1]\n'
            f'    3 to under 7 mmol/L:\n      note "level {n} is as it should be" [r1]\n'
            f'    at least 7 mmol/L:\n      refer to "the clinic for level {n}" [r1]\n      end\n'
        )
    return milligram.compile("".join(text)).ir


def boxes(decisions: int) -> int:
    """How many boxes the flowchart of `chain` has."""
    return sum(1 for _ in flowchart(chain(decisions)).all_nodes())


def of_boxes(wanted: int) -> Guideline:
    """The `chain` whose flowchart has so many boxes, or a few more."""
    decisions = max(1, wanted // 7)
    while boxes(decisions) < wanted:
        decisions += 1
    return chain(decisions)


def timed(print_it: Callable[[Guideline], object], printed: Sequence[Guideline]) -> float:
    """The median time of each on the clock, in milliseconds, the first left out: it warms the libraries."""
    print_it(printed[0])
    taken = []
    for number in range(ROUNDS):
        for each in printed[1:]:
            new = replace(each, title=f"{each.title} ({number})")
            start = time.perf_counter()
            print_it(new)
            taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def pages(printed: Sequence[Guideline]) -> tuple[int, float | None]:
    """The size of the largest page in bytes, and the longest time to a first answer in ms; None without a browser."""
    target = find_targets()["page"]
    made = [target.emit(each, frozenset({"html"})).files[0].content for each in printed]
    largest = max(map(len, made))
    browser_path = next((path for path in BROWSERS if Path(path).exists()), None)
    if browser_path is None:
        return largest, None
    from playwright.sync_api import sync_playwright

    longest = 0.0
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for each, content in zip(printed, made, strict=True):
            path = Path(place) / f"{each.name}.html"
            path.write_bytes(content)
            taken = []
            for _ in range(ROUNDS):
                tab = browser.new_page()
                tab.goto(path.as_uri())
                taken.append(float(tab.evaluate(FIRST_ANSWER)))
                tab.close()
            longest = max(longest, median(taken))
        browser.close()
    return largest, longest


FIRST_ANSWER = "performance.getEntriesByName('first answer')[0].duration"
"""From when the page was asked for until its first answer stood there, in ms."""


def rows(printed: Sequence[Guideline]) -> list[tuple[str, float | None, float | None, str]]:
    """What is measured: its name, the figure (None: it cannot be measured here), the goal if there is one, the unit."""
    largest, first = pages(printed)
    small, large = of_boxes(30), of_boxes(500)
    cards = {each.name: timed(lambda one: render_card(card(one)), [printed[0], each]) for each in printed[1:]}
    slowest = max(cards, key=lambda name: cards[name])
    return [
        ("the magnesium guideline's A6 card as PDF", cards["magnesium_neck_spasm"], 300, "ms"),
        (f"the slowest card of all, {slowest}", cards[slowest], None, "ms"),
        ("a flowchart of 30 boxes as SVG", timed(_drawn, [printed[0], small]), 150, "ms"),
        ("a flowchart of 500 boxes as SVG", timed(_drawn, [printed[0], large]), 2000, "ms"),
        ("the largest interactive page", largest / 1000, 400, "kB"),
        ("its first answer in the browser, from opening it", first, 100, "ms"),
    ]


def _drawn(one: Guideline) -> bytes:
    return layout.to_svg(flowchart(one))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gate", action="store_true", help="exit with 1 where a goal is missed")
    gate = parser.parse_args().gate
    missed = False
    print(f"{'median of ' + str(ROUNDS) + ' rounds':<52}{'found':>12}{'goal':>12}")
    for name, found, goal, unit in rows(guidelines()):
        said = "no browser" if found is None else f"{found:,.0f} {unit}"
        late = goal is not None and (found is None or found > goal)
        missed = missed or late
        aim = "" if goal is None else f"≤ {goal:,} {unit}"
        print(f"{name:<52}{said:>12}{aim:>12}{'   missed' if late else ''}")
    sys.exit(1 if gate and missed else 0)


if __name__ == "__main__":
    main()
