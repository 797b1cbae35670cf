"""The page's numbers are the compiler's: the same fractions, and the same enclosures of what is none, to the integer.

Random expressions are worked out by `milligram.quantity.exact` and by the page's library; an enclosure that were only a
little wider or narrower would decide alike for nearly all patients, so the enclosures themselves are compared.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from milligram.interpret import number_text
from milligram.quantity import Real, Undecided, Undefined, exact
from milligram_targets.page.engine import library

BITS = (8, 64, 96, 200)
"""Precisions at which enclosures are compared."""

NAMES = {
    "_Root": "Root", "_Ln": "Logarithm", "_Exp": "Exponential", "_SquareRoot": "SquareRoot", "_Scaled": "Multiple",
    "_Sum": "Sum", "_Product": "Product", "_Quotient": "Quotient",
}  # fmt: skip

DRIVER = """
const WORK = {
  "+": add, "*": multiply, "/": divide, "^": power, sqrt: squareRoot, ln: logarithm, log10: decimalLogarithm,
  exp: exponential, abs: absolute, compare: (a, b) => new Ratio(BigInt(compare(a, b)), 1n),
  nearest: (a) => roundTo(a, new Ratio(1n, 100n), "nearest"), up: (a) => roundTo(a, q(3n), "up"),
  down: (a) => roundTo(a, new Ratio(7n, 10n), "down"),
};
function worked([name, ...rest]) {
  if (name === "q") return ratio(BigInt(rest[0]), BigInt(rest[1]));
  return WORK[name](...rest.map(worked));
}
function told(tree) {
  try {
    const value = worked(tree);
    if (value instanceof Ratio) return ["fraction", String(value.top), String(value.bottom)];
    const enclosures = tree_bits.map((bits) => value.scaled(bits).map(String));
    return [value.constructor.name, numberText(value), ...enclosures];
  } catch (error) {
    return [error.constructor.name, error.message];
  }
}
const [tree_bits, trees] = JSON.parse(require("fs").readFileSync(0, "utf-8"));
console.log(JSON.stringify(trees.map(told)));
"""

Tree = list[Any]


WORK: dict[str, Callable[..., exact.Number]] = {
    "+": lambda a, b: a + b,
    "*": lambda a, b: a * b,
    "/": exact.divide,
    "^": exact.power,
    "sqrt": exact.sqrt,
    "ln": exact.ln,
    "log10": exact.log10,
    "exp": exact.exp,
    "abs": exact.absolute,
    "compare": lambda a, b: Fraction(exact.compare(a, b)),
    "nearest": lambda a: exact.round_to(a, Fraction(1, 100)),
    "up": lambda a: exact.round_to(a, Fraction(3), "up"),
    "down": lambda a: exact.round_to(a, Fraction(7, 10), "down"),
}
TWO = ("+", "+", "*", "*", "/", "^", "compare")
ONE = ("sqrt", "sqrt", "ln", "log10", "exp", "exp", "abs", "nearest", "up", "down")


def _tree(chance: random.Random, depth: int) -> Tree:
    if depth == 0 or chance.random() < 0.1:
        top = chance.choice((0, 1, 2, 3, 5, 8, -1, -3, 10, 100, 7, 144, chance.randrange(-999, 1000)))
        return ["q", str(top), str(chance.choice((1, 1, 1, 2, 3, 10, 100, 144)))]
    if chance.random() < 0.5:
        return [chance.choice(TWO), _tree(chance, depth - 1), _tree(chance, depth - 1)]
    return [chance.choice(ONE), _tree(chance, depth - 1)]


def _worked(tree: Tree) -> exact.Number:
    name, *rest = tree
    if name == "q":
        return Fraction(int(rest[0]), int(rest[1]))
    return WORK[name](*map(_worked, rest))


def _told(tree: Tree) -> list[Any]:
    try:
        value = _worked(tree)
        if not isinstance(value, Real):
            return ["fraction", str(value.numerator), str(value.denominator)]
        enclosures = [[str(end) for end in value.scaled(bits)] for bits in BITS]
        return [NAMES[type(value).__name__], number_text(value), *enclosures]
    except (Undefined, Undecided) as fault:
        return [type(fault).__name__, str(fault)]


def test_fractions_and_enclosures_are_the_same_integers(tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("there is no node on this machine (Debian: apt-get install nodejs)")
    chance = random.Random(3)
    trees = [_tree(chance, chance.choice((2, 3, 3, 4))) for _ in range(1_500)]
    program = tmp_path / "numbers.js"
    program.write_text(library() + DRIVER, encoding="utf-8")
    done = subprocess.run(
        ["node", str(program)],
        input=json.dumps([BITS, trees]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    for tree, theirs in zip(trees, found, strict=True):
        assert _told(tree) == theirs, json.dumps(tree)
    kinds = {theirs[0] for theirs in found}
    assert {*NAMES.values(), "fraction", "Undefined"} <= kinds, kinds
