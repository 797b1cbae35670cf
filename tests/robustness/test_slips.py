"""One slip in a guideline: never an exception, and few findings, however many lines stand under it.

A token or a line is left out, doubled, exchanged with the next, misspelt, moved in or cut off, at random and seeded.
By hand for longer: ``MILLIGRAM_SLIPS=2000 pytest tests/robustness/test_slips.py``.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from milligram.diagnostics import render_text
from milligram.pipeline.stages import read_guideline
from milligram.source import SourceFile

GUIDELINES = sorted((Path(__file__).parents[2] / "guidelines").glob("*/*.mg"))
SLIPS = int(os.environ.get("MILLIGRAM_SLIPS", "160"))
MOST = 8
"""So many findings may one slip have: a choice that is declared differently is misused wherever it is used."""
USUAL = 2
"""So many have nine slips in ten."""
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+(?:\.[0-9]+)?|[^\s\w]')


def _slipped(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    at = chance.choice([n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")])
    line = lines[at]
    found = [token.span() for token in _TOKEN.finditer(line)]
    place = chance.randrange(len(found))
    start, end = found[place]
    after = found[min(place + 1, len(found) - 1)]
    letter = chance.randrange(start, end)
    lines[at : at + 1] = chance.choice(
        [
            [line[:start] + line[end:]],
            [f"{line[:end]} {line[start:]}"],
            [line[:start] + line[after[0] : after[1]] + line[end : after[0]] + line[start:end] + line[after[1] :]],
            [line[:letter] + chance.choice(["", "x", "1", "ё", line[letter] * 2]) + line[letter + 1 :]],
            [line[:start]],
            [chance.choice([" ", "  ", "\t"]) + line],
            [line, line],
            [],
        ]
    )
    return "\n".join(lines)


@pytest.mark.parametrize("path", GUIDELINES, ids=[path.stem for path in GUIDELINES])
def test_one_slip_has_few_findings(path: Path) -> None:
    """Of reading and of names; what proofs find of a text that reads well is another matter."""
    text = path.read_text("utf-8")
    chance = random.Random(f"slips of {path.stem}")
    counts: Counter[int] = Counter()
    usual = len(read_guideline(SourceFile(path.name, text)).diagnostics)
    for _ in range(SLIPS // len(GUIDELINES)):
        slipped = _slipped(chance, text)
        found = read_guideline(SourceFile(path.name, slipped)).diagnostics
        more = len(found) - usual
        assert more <= MOST, render_text(found)
        counts[min(more, USUAL + 1)] += 1
    assert counts[USUAL + 1] * 10 <= counts.total() + 10, counts
