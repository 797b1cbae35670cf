"""The page on unknown: its truth tables are what the interpreter says, its patients show what it says of them."""

from __future__ import annotations

import re
from itertools import product

import milligram
import pytest

from tests.docs.fences import DOCS, blocks

PAGE = (DOCS / "unknown.md").read_text("utf-8")
SAID = {"true": True, "false": False, "unknown": None}


def table(name: str) -> list[list[str]]:
    """The cells of a truth table below its head."""
    _, _, rest = PAGE.partition(f"<!-- truth: {name} -->\n")
    rows = [line.strip("| ").split(" | ") for line in rest.split("\n\n", 1)[0].splitlines()]
    return [[cell.strip("* ") for cell in row] for row in (rows[0], *rows[2:])]


def told(condition: str, **values: bool | None) -> str:
    """A condition's truth, as a run reports it."""
    inputs = "".join(f"input {name} yes or no\n" for name in values)
    text = f'guideline a\n  title "A"\n  version 0.1.0\n{inputs}define it: {condition}\npathway\n  report it\n'
    return repr(milligram.compile(text).evaluate(values).reports["it"])


def test_not_is_as_shown() -> None:
    words = {told("left", left=value): word for word, value in SAID.items()}
    assert len(words) == 3
    for given, shown in table("not")[1:]:
        assert words[told("not left", left=SAID[given])] == shown


@pytest.mark.parametrize("name", ["and", "or"])
def test_and_and_or_are_as_shown(name: str) -> None:
    words = {told("left", left=value): word for word, value in SAID.items()}
    head, *rows = table(name)
    shown = {(row[0], column): cell for row in rows for column, cell in zip(head[1:], row[1:], strict=True)}
    assert shown.keys() == set(product(SAID, repeat=2))
    for (left, right), cell in shown.items():
        assert words[told(f"left {name} right", left=SAID[left], right=SAID[right])] == cell


@pytest.mark.parametrize("condition", ["age under 18 years or age at least 18 years", "0 * age at most 1 years"])
def test_nothing_is_concluded_beyond_the_parts(condition: str) -> None:
    assert f"`{condition.removesuffix(' at most 1 years').replace('0 * age', '0 * weight')}`" in PAGE
    text = (
        f'guideline a\n  title "A"\n  version 0.1.0\ninput age in years\ndefine it: {condition}\npathway\n  report it\n'
    )
    guideline = milligram.compile(text)
    assert guideline.evaluate({}).reports["it"] is None
    assert guideline.evaluate({"age": 0}).reports["it"] is True


def test_four_patients_are_run() -> None:
    patients = PAGE.split("## Four patients", 1)[1].split("\n## ", 1)[0]
    assert re.findall(r"^\*\*(\d)\. ", patients, re.MULTILINE) == ["1", "2", "3", "4"]
    runs = [block.text for block in blocks(patients) if block.text.startswith("$ milligram run")]
    assert len(runs) == 4
    for shown, run in zip(("GIVE", "ORDER", "ASK", "BLOCKED"), runs, strict=True):
        assert f"\n  {shown} " in run
