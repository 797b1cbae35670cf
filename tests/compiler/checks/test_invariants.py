"""`never` rules: which gives they are on, who breaks them, what is told of it, and that the repair repairs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic, render_text
from milligram.interpret import evaluate
from milligram.ir.nodes import Patient
from milligram.pipeline import check_text

CASES = Path(__file__).parents[2] / "cases"
RULES = ("MG202", "MG401", "MG402", "MG403")
BROKEN = sorted(path for code in RULES for path in (CASES / "bad").glob(f"{code}*.mg"))
AS_OF = date(2026, 11, 22)

_HEAD = """\
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance ibuprofen formula C13H18O2
input asthma yes or no
input polyps yes or no
input pain yes or no
input fever yes or no
"""


def found(text: str) -> tuple[Diagnostic, ...]:
    return check_text(text, "g.mg", as_of=AS_OF).diagnostics


def on_rules(text: str) -> tuple[Diagnostic, ...]:
    """What is found of `never` rules; that a small guideline also asks for what it does not use is not the point."""
    return tuple(each for each in found(text) if each.code.code in RULES)


def only(rules: str, pathway: str) -> Diagnostic:
    """The one finding on a guideline with these rules in one pitfall."""
    pitfall = 'pitfall "Ibuprofen can bring on asthma" [r1]\n' + "".join(f"  {line}\n" for line in rules.splitlines())
    every = on_rules(f"{_HEAD}{pitfall}{pathway}")
    assert len(every) == 1, render_text(every)
    return every[0]


def repaired(text: str, finding: Diagnostic) -> str:
    for edit in sorted(finding.edits, key=lambda each: each.span.start, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_the_offered_repair_leaves_the_guideline_clean(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (finding,) = found(text)
    assert finding.edits
    after = found(repaired(text, finding))
    # a guard may leave a condition behind it with nothing to decide
    assert {one.code.code for one in after} <= {"MG109"}, render_text(after)


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_the_patient_who_is_shown_is_one_whom_that_rule_blocks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (finding,) = found(text)
    assert finding.witness is not None
    given = ", ".join(f"{name} {value}" for name, value in finding.witness.items())
    case = f'case "who shows it"\n  {given}\n  expect no note "x"\n' if given else ""
    guideline = check_text(text + case, "g.mg", as_of=AS_OF).guideline
    assert guideline is not None
    patient = guideline.cases[0].patient if given else Patient(values={})
    blocked = evaluate(guideline, patient, as_of=AS_OF).blocked
    status = "unknown" if finding.code.code == "MG202" else "true"
    assert (finding.source.line_of(finding.labels[0].span), status) in {(each.line, each.status) for each in blocked}


def test_a_rule_broken_by_several_gives_is_told_once_at_the_first_with_the_others_named() -> None:
    """A give behind another of the same drug is not reached by those whom the rule keeps from the first."""
    text = (CASES / "bad" / "MG401_block.mg").read_text(encoding="utf-8")
    (finding,) = found(text)
    lines = [finding.source.line_of(finding.span), *(finding.source.line_of(label.span) for label in finding.labels)]
    assert lines == [14, 11, 20]


def test_two_gives_of_one_block_get_one_guard() -> None:
    text = f"""{_HEAD}regimen relief
  step 1: advise "rest" [r1]
  step 2 after 1 week when pain: give 200 mg of ibuprofen daily [r1]
  then after 1 week when pain: refer to "a specialist" [r1]
pitfall "Ibuprofen can bring on asthma" [r1]
  never give ibuprofen when asthma
pathway
  when asthma is unknown:
    order asthma [r1]
    end
  give relief [r1]
  when fever:
    give 400 mg of ibuprofen once [r1]
"""
    (finding,) = on_rules(text)
    assert len(finding.labels) == 3, "the rule, the step, the other give"
    assert len(finding.edits) == 1
    assert on_rules(repaired(text, finding)) == ()


def test_the_rule_is_told_as_it_was_written_and_can_be_typed_again() -> None:
    finding = only(
        "never give ibuprofen when asthma # the lungs\n  and polyps # the nose",
        "pathway\n  give 400 mg of ibuprofen once [r1]\n",
    )
    assert finding.help == "before it, add `when asthma and polyps:` with what to do instead, and `end`"
    assert finding.edits[0].replacement == (
        'when asthma and polyps:\n    end because "Ibuprofen can bring on asthma"\n  '
    )


def test_of_two_rules_each_is_told() -> None:
    text = f"""{_HEAD}pitfall "Ibuprofen can bring on asthma" [r1]
  never give ibuprofen when asthma
  never give ibuprofen when polyps
pathway
  give 400 mg of ibuprofen once [r1]
"""
    assert [(each.code.code, each.labels[0].span.start) for each in on_rules(text)] == [
        ("MG401", text.index("never give ibuprofen when asthma")),
        ("MG401", text.index("never give ibuprofen when polyps")),
    ]


def test_a_rule_unknown_only_for_those_in_whom_another_is_true_is_not_told_besides() -> None:
    finding = only(
        "never give ibuprofen when asthma is unknown\nnever give ibuprofen when asthma",
        'pathway\n  when asthma:\n    note "no"\n  when asthma is unknown or not asthma:\n'
        "    give 400 mg of ibuprofen once [r1]\n",
    )
    assert finding.code.code == "MG402"


def test_a_value_known_only_on_some_ways_to_a_part_is_found_missing() -> None:
    finding = only(
        "never give ibuprofen when asthma is unknown",
        "pathway first_way\n  when asthma is known and pain:\n    follow relief\n"
        "pathway second_way\n  when fever:\n    follow relief\n"
        "part relief\n  give 400 mg of ibuprofen once [r1]\n",
    )
    assert finding.code.code == "MG402"
    assert dict(finding.witness or {}) == {"fever": "yes"}


def test_a_give_on_the_line_of_its_condition_gets_words_and_no_edit() -> None:
    finding = only("never give ibuprofen when asthma", "pathway\n  when pain: give 400 mg of ibuprofen once [r1]\n")
    assert finding.code.code == "MG401"
    assert finding.help is not None
    assert finding.edits == ()


def test_a_rule_on_one_step_is_shown_by_a_patient_who_comes_to_that_step() -> None:
    text = (CASES / "bad" / "MG401_step.mg").read_text(encoding="utf-8")
    (finding,) = found(text)
    assert (finding.witness or {})["treatment step"] in ("1", "2")
    step = next(label for label in finding.labels if label.text == "this is what it may give")
    assert "spironolactone" in text[step.span.start : step.span.end]


def test_no_finding_where_a_give_cannot_be_reached_with_the_rule_true_for_a_reason_of_arithmetic() -> None:
    text = """\
guideline g
  title   "Example"
  version 1.0.0
source r1 "Reference 1"
substance metformin formula C4H11N5
input weight in kg, plausible 40 to 120
input height in m, plausible 1.4 to 2.1
define bmi: weight in kg / (height in m * height in m)
pitfall "Not in the very thin" [r1]
  never give metformin when bmi under 15
pathway
  when weight at least 70 kg and height is known:
    give 500 mg of metformin 2 times daily [r1]
"""
    assert found(text) == ()
    heavier = text.replace("70 kg", "60 kg")
    (finding,) = found(heavier)
    assert finding.code.code == "MG401"
    kilograms, metres = (float((finding.witness or {})[name].split()[0]) for name in ("weight", "height"))
    assert kilograms >= 60
    assert kilograms / metres**2 < 15
