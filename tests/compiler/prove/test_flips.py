"""One patient and the same patient with another value show that an answer turns on it, and never where it does not."""

from __future__ import annotations

import pytest
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram.prove.flips import turns_on
from milligram.prove.prover import Prover

TEXT = """\
guideline g
  title "G"
  version 1.0.0
  status draft
  for "tests"
input pain yes or no
input fever yes or no
input rash yes or no
impossible when rash and not fever
pathway
  when pain and (fever or not fever):
    note "a"
  when fever and rash:
    note "b"
"""


@pytest.mark.parametrize(
    ("place", "name", "turns"),
    [(0, "pain", True), (0, "fever", False), (1, "fever", False), (1, "rash", True)],
)
def test_what_an_answer_turns_on(place: int, name: str, turns: bool) -> None:
    """A patient with rash and without fever is impossible, so that fever alone changes nothing of the second note."""
    guideline = check_text(TEXT).guideline
    assert guideline is not None
    prover = Prover(guideline)
    when = guideline.pathways[0].body[place]
    assert isinstance(when, ir.When)
    answer = prover.paths.arriving[when.body[0].id]
    assert turns_on(prover, answer, prover.subjects.given(name), [1, 2]) is turns
