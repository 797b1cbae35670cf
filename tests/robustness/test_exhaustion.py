"""Nothing runs out of stack or time: long chains, wide lists, names that double at every step.

Work is counted, not timed; a square or a power would take far more than the bounds, or never end.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from milligram.graph import build_graph, dump_graph
from milligram.pipeline import check_text
from milligram.source import SourceFile
from milligram.syntax import parse

HEAD = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n'
REPORTED = 25


def flags(count: int) -> str:
    """So many inputs, yes or no."""
    return "".join(f"input f{n} yes or no\n" for n in range(count))


def chain(first: str, pattern: str, count: int) -> str:
    """``first``, then a line for each number and the one before it."""
    return first + "".join(pattern.format(n, n - 1) for n in range(1, count))


END = '    end because "x"\n'
TEXTS = {
    "names in a chain": flags(1)
    + chain("define d0: f0\n", "define d{}: not d{}\n", 2000)
    + f"pathway\n  when d1999:\n{END}",
    "names that double": flags(2)
    + chain("define d0: f0\n", "define d{0}: d{1} and f1 or not d{1}\n", 60)
    + f"pathway\n  when d59:\n{END}",
    "numbers that double": "input x number, plausible 0 to 9\n"
    + chain("define d0: x\n", "define d{0}: d{1} + d{1}\n", 60)
    + f"pathway\n  when d59 over 3:\n{END}",
    "parts in a chain": "pathway\n  follow p0\n"
    + "".join(f"part p{n}\n  follow p{n + 1}\n" for n in range(1000))
    + 'part p1000\n  note "x"\n',
    "parts that double": "pathway\n  follow p0\n"
    + "".join(f"part p{n}\n  follow p{n + 1}\n  follow p{n + 1}\n" for n in range(40))
    + 'part p40\n  note "x"\n',
    "parts in a circle": "pathway\n  follow p0\n"
    + "".join(f"part p{n}\n  follow p{(n + 1) % 500}\n" for n in range(500)),
    "classes that double": "substance c0 formula Mg\nsubstance e0 formula Ca\n"
    + "".join(f"class c{n} of c{n - 1}, e{n - 1}\nclass e{n} of c{n - 1}, e{n - 1}\n" for n in range(1, 40))
    + "pathway\n  give c39\n",
    "any of many": flags(1000)
    + "define a any of:\n"
    + "".join(f"  f{n}\n" for n in range(1000))
    + f"pathway\n  when a:\n{END}",
    "a score of many": flags(40)
    + "score s\n"
    + "".join(f"  {n}.{n * n % 97:02d} when f{n} and not f{(n + 1) % 40}\n" for n in range(40))
    + "pathway\n  report s\n",
    "branches": "input x number, plausible 0 to 400\npathway\n  decide by x\n"
    + "".join(f'    {n} to under {n + 1}:\n      note "n{n}"\n' for n in range(400))
    + '    400:\n      note "x"\n',
    "rows": "input x number, plausible 0 to 200\ntable by x gives t\n"
    + "".join(f"  {n} to under {n + 1} | {n}\n" for n in range(200))
    + "  at least 200 | 5\npathway\n  report t\n",
    "steps": flags(1)
    + "substance m formula Mg, charge 2\nregimen r of m\n  step 1: 5 mg of m daily\n"
    + "".join(f"  step {n} after 1 weeks when f0: {n + 5} mg of m daily\n" for n in range(2, 201))
    + "pathway\n  give r\n",
    "holes": "input x number, plausible 0 to 1000\ntable by x gives t\n"
    + "".join(f"  {2 * n} to under {2 * n + 1} | {n}\n" for n in range(500))
    + "pathway\n  report t\n",
    "a score of one number": "input x number, plausible 0 to 1000\nscore s\n"
    + "".join(f"  {n % 7 + 1} when x at least {n}\n" for n in range(1000))
    + f"pathway\n  when s over 30:\n{END}",
    "towers": "input x number, plausible 1 to 9\ndefine a: 9 ^ 9 ^ 9 ^ 9 + x\ndefine b: exp(exp(exp(exp(x))))\n"
    'pathway\n  report a, b\ncase "c"\n  x 9\n  expect a 5\n',
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_guideline_that_grows(name: str) -> None:
    """It is checked, and drawn as a graph, without an exception."""
    report = check_text(HEAD + TEXTS[name], "a.mg")
    assert report.guideline is not None
    assert not any(found.code.code.startswith("MG001") for found in report.diagnostics)
    dump_graph(build_graph(report.guideline))


@pytest.mark.parametrize(
    ("unit", "count"),
    [("(", 20_000), ("not ", 20_000), ("\tx\n", 20_000), ("  undr 5\n", 20_000), ("[", 20_000)],
)
def test_reading_takes_work_in_proportion(unit: str, count: int, work: Callable[[Callable[[], object]], int]) -> None:
    """What is wrong all along is said a few times; four times the text is no more than five times the work."""

    def reading(times: int) -> int:
        source = SourceFile("a.mg", f"{HEAD}define a: {unit * times}\n")

        def read() -> None:
            assert 0 < len(parse(source).diagnostics) <= REPORTED + 1

        return work(read)

    reading(count // 40)
    assert reading(count // 2) < 5 * reading(count // 8) + 20_000
