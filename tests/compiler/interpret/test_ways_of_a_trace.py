"""Which way a run took from each statement, as its trace tells coverage and drawings: ``(id, branch)``."""

from __future__ import annotations

from datetime import date

import pytest
from milligram.interpret import evaluate, read_patient, to_json
from milligram.interpret.result import Trace
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.ir.ways import ENDED, FAILS, HALTED, HOLDS
from milligram.pipeline import check_text

TODAY = date(2026, 11, 22)
TEXT = """\
guideline g
  title "g"
  version 1.0.0
  status active
source s "A source"
substance drug
input level in mmol/L, plausible 0 to 10
input flag yes or no
input ill yes or no
regimen ladder of drug
  step 1: 10 mg of drug daily [s]
  step 2 after 1 week when level over 2 mmol/L:
    give drug, dose unspecified "as usual" [s]
    when level over 8 mmol/L:
      end because "high"
  hold while ill
caution ladder when flag:
  note "flagged"
pitfall "Never blind" [s]
  never give drug when level is unknown
part rest
  suggest "rest" [s]
  when flag:
    end because "flagged"
pathway
  when level over 5 mmol/L:
    follow rest
  decide "How high?" by level
    under 1 mmol/L:
      continue
    at least 1 mmol/L:
      continue
    unknown:
      continue
  give ladder
  decide "Flag?"
    flag:
      continue
    not flag:
      continue
"""


@pytest.fixture(scope="module")
def guideline() -> ir.Guideline:
    """A ladder, a rule, a part that may end, and questions of both kinds."""
    found = check_text(TEXT, "g.mg").guideline
    assert found is not None
    return found


def ways(guideline: ir.Guideline, **data: object) -> list[tuple[str, str, int | None]]:
    """Each step of the run: its kind, the first word of its statement, its branch."""
    reading = read_patient(guideline, data, as_of=TODAY)
    assert reading.patient is not None, reading.problems
    trace = evaluate(guideline, reading.patient, as_of=TODAY).trace
    return [(step.what, _kind(guideline, step), step.branch) for step in trace]


def _kind(guideline: ir.Guideline, step: Trace) -> str:
    by_id = {statement.id: type(statement).__name__ for statement in all_statements(guideline)}
    return by_id.get(step.id or 0, "rule")


def branch(guideline: ir.Guideline, question: int, place: int) -> int:
    """The ``id`` of a branch of the first or second ``decide``."""
    decides = [statement for statement in all_statements(guideline) if isinstance(statement, ir.Decide)]
    return decides[question].branches[place].id


def test_a_run_that_goes_on_to_its_end(guideline: ir.Guideline) -> None:
    """A ``when`` holds or fails, a ``decide`` takes a branch, a ``give`` goes on."""
    assert ways(guideline, level=3, flag=False, ill=False) == [
        ("when", "When", FAILS),
        ("decide", "Decide", branch(guideline, 0, 1)),
        ("step", "Give", None),
        ("give", "Give", None),
        ("when", "When", FAILS),
        ("decide", "Decide", branch(guideline, 1, 1)),
    ]


def test_a_part_that_ends_the_pathway(guideline: ir.Guideline) -> None:
    """From the ``follow`` no way leads on; where the part comes back, one does."""
    ended = ways(guideline, level=6, flag=True, ill=False)
    assert [each for each in ended if each[0] == "follow"] == [("follow", "Follow", ENDED)]
    assert ended[-1] == ("end", "End", None)
    back = ways(guideline, level=6, flag=False, ill=False)
    assert [each for each in back if each[0] == "follow"] == [("follow", "Follow", None)]


def test_a_rule_keeps_a_give_back() -> None:
    """The give is blocked by the rule, and halts; the give of the regimen does not go on; the question is unknown."""
    text = TEXT.replace("  when level over 5 mmol/L:\n    follow rest\n", "")
    found = check_text(text, "g.mg").guideline
    assert found is not None
    rule = found.pitfalls[0].rules[0].id
    assert ways(found, flag=False, ill=False) == [
        ("decide", "Decide", branch(found, 0, 2)),
        ("step", "Give", ENDED),
        ("blocked", "Give", rule),
        ("halted", "Give", HALTED),
    ]


def test_what_cannot_be_told_is_no_branch(guideline: ir.Guideline) -> None:
    """A ``decide`` that nobody can answer, and a ``when`` whose body may end the pathway, are unknown and halt."""
    assert ways(guideline, level=3, ill=False)[-2:] == [("decide", "Decide", None), ("halted", "Decide", HALTED)]
    assert ways(guideline, flag=False, ill=False) == [("when", "When", None), ("halted", "When", HALTED)]


def test_a_step_that_ends_the_pathway(guideline: ir.Guideline) -> None:
    """Of the give of a regimen whose step ends, no way leads on."""
    found = ways(guideline, level=9, flag=False, ill=False, ladder={"step": 1, "time": "2 weeks"})
    assert [each for each in found if each[0] == "step"] == [("step", "Give", ENDED)]
    assert found[-1] == ("end", "End", None)
    assert ("when", "When", HOLDS) in found


def test_a_rule_that_interrupts_is_told_by_its_own_id(guideline: ir.Guideline) -> None:
    """Before any pathway; and the give of the regimen is kept back by it."""
    held = guideline.regimens["ladder"].interruptions[0].id
    reading = read_patient(guideline, {"level": 3, "ill": True, "ladder": {"step": 1, "time": "2 weeks"}}, as_of=TODAY)
    assert reading.patient is not None
    trace = evaluate(guideline, reading.patient, as_of=TODAY).trace
    assert (trace[0].what, trace[0].id, trace[0].branch) == ("hold", held, None)
    assert ("blocked", held) in {(step.what, step.branch) for step in trace}


def test_no_way_is_told_in_json(guideline: ir.Guideline) -> None:
    """They are numbers of one compilation, and mean nothing to a caller."""
    reading = read_patient(guideline, {"level": 3}, as_of=TODAY)
    assert reading.patient is not None
    told = to_json(evaluate(guideline, reading.patient, as_of=TODAY))["trace"]
    assert isinstance(told, list)
    assert {key for step in told if isinstance(step, dict) for key in step} == {
        "line",
        "what",
        "text",
        "outcome",
        "values",
    }
