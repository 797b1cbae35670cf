"""``milligram diff``: what changes the advice is found with a patient, and what does not is proved not to."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from milligram.compare.diff.comparer import Comparer
from milligram.compare.diff.outcome import Comparison
from milligram.compare.diff.report_json import as_json
from milligram.compare.diff.report_markdown import escaped, markdown
from milligram.compare.diff.told import differing
from milligram.compare.diff.words import in_words
from milligram.interpret import evaluate
from milligram.pipeline import check_text
from milligram.prove.budget import Budget

from .conftest import SOUND, compile_text, guideline_of, name_of, text_of
from .differ import BASE, also, compared, edited, printed, unaffected

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parent / "golden_diff"

CHANGES: dict[str, tuple[str, ...]] = {
    "threshold": ("under 30 mL/min:", "under 25 mL/min:", "at least 30 mL/min", "at least 25 mL/min"),
    "gap": ("under 30 mL/min:", "under 25 mL/min:"),
    "dose": ("12 mmol of magnesium at night", "10 mmol of magnesium at night"),
    "frequency": ("12 mmol of magnesium at night", "12 mmol of magnesium daily"),
    "route": ("route oral", "route intravenous"),
    "order": ("      give r\n      start m\n", "      start m\n      give r\n"),
    "monitoring": ("every 3 months", "every 6 months"),
    "rule": ("when clearance under 20", "when clearance under 40"),
    "condition": ("when pain:", "when pain and sex is male:"),
    "strength": ('suggest "rest"', 'suggest "rest" (strong)'),
    "overdue": ("after 1 to 2 weeks", "after 1 to 3 weeks"),
    "move": ("after 1 to 2 weeks", "after 10 days"),
    "input": ("    pathway\n", "    input frail yes or no\n    pathway\n", "when pain:", "when pain or frail:"),
    "answer": ("one of female, male", "one of female, male, other", "when pain:", "when pain or sex is other:"),
    "words": ('suggest "rest"', 'suggest "rest in bed"'),
    "report": ('suggest "rest"', 'suggest "rest"\n      report level'),
    "applies": ("    source s", "      applies when clearance at most 200 mL/min\n    source s"),
}

_UNDER = '        under 30 mL/min:\n          refer to "nephrology"\n          end\n'
_OVER = "        at least 30 mL/min:\n          continue\n"

NOTHING: dict[str, tuple[str, ...]] = {
    "title and source": ("Local protocol", "The local protocol"),
    "plausible": ("plausible 0 to 250", "plausible 0 to 200"),
    "a threshold in another unit": ("at least 30 mL/min", "at least 1.8 L/h"),
    "a dose in another unit": ("24 mmol of magnesium", "24000 umol of magnesium"),
    "an input in another unit": ("level in mmol/L of magnesium, plausible 0 to 10", "level in mg/dL of magnesium"),
    "a time in another unit": ("after 1 to 2 weeks", "after 7 to 14 days"),
    "an input renamed": ("clearance", "crcl"),
    "a regimen renamed": ("regimen r ", "regimen oral_mg ", "give r\n", "give oral_mg\n"),
    "a monitor renamed": ("monitor m:", "monitor levels:", "start m\n", "start levels\n"),
    "a substance renamed": ("magnesium", "mg_ion"),
    "a define added": ("    pathway\n", "    define sore: pain\n    pathway\n", "when pain:", "when sore:"),
    "a condition reworded": ("when pain:", "when not not pain:"),
    "a reason": ("when clearance under 20 mL/min", 'when clearance under 20 mL/min because "it heaps up"'),
    "certainty": ('suggest "rest"', 'suggest "rest" (conditional, low)'),
    "branches the other way round": (_UNDER + _OVER, _OVER + _UNDER),
    "another answer that nothing reads": ("one of female, male", "one of female, male, other"),
}


def _base(name: str) -> str:
    return edited('suggest "rest"', 'suggest "rest" (conditional)') if name == "certainty" else BASE


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_printed_of_a_change(name: str) -> None:
    """MILLIGRAM_ACCEPT=1 writes the texts anew; each is to be read."""
    if name == "applies":
        before = edited(
            "    source s", '    guideline g\n      title "G"\n      version 1\n      status draft\n    source s'
        )
        after = edited("status draft\n", "status draft\n      applies when clearance at most 200 mL/min\n", base=before)
        found = printed(_flat(before), _flat(after))
    else:
        found = printed(BASE, edited(*CHANGES[name]))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("MILLIGRAM_ACCEPT"):
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")
    assert max(map(len, found.splitlines())) <= 80


def _flat(text: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in text.splitlines() if line) + "\n"


@pytest.mark.parametrize("name", NOTHING)
def test_nobody_is_affected_by_what_changes_nothing(name: str) -> None:
    base = _base(name)
    edits = NOTHING[name]
    if name == "certainty":
        edits = ("(conditional)", "(conditional, low)")
    assert unaffected(base, edited(*edits, base=base))
    assert unaffected(edited(*edits, base=base), base)


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_a_guideline_is_no_other_than_itself(path: Path) -> None:
    left, right = guideline_of(path), compile_text(text_of(path))
    found = Comparer(left, right).compare()
    assert not found.groups
    assert not found.undecided
    assert also(text_of(path), text_of(path)) == ()


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "applies"])
def test_the_other_way_round_before_is_after(name: str) -> None:
    after = edited(*CHANGES[name])
    there, back = compared(BASE, after), compared(after, BASE)
    assert not there.undecided
    assert not back.undecided
    assert _signs(there) == {(_TURNED[sign], what) for sign, what in _signs(back)}


_TURNED = {"lost": "gained", "gained": "lost", "order": "order"}


def _signs(found: Comparison) -> set[tuple[str, object]]:
    """The kinds of what differs, with their signs."""
    patients = [patient for group in found.groups for patient in group.patients]
    differ = [each for patient in patients for each in differing(patient.before, patient.after)]
    return {(sign, sign if sign == "order" else _kind(what)) for sign, what in differ}


def _kind(what: object) -> object:
    while isinstance(what, tuple):
        what = what[0]
    return what


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "applies"])
def test_every_patient_shown_replays(name: str) -> None:
    left, right = compile_text(BASE), compile_text(edited(*CHANGES[name]))
    found = Comparer(left, right).compare()
    assert found.groups
    for patient in (patient for group in found.groups for patient in group.patients):
        mine, theirs = found.product.patients(patient.draft)
        before, after = evaluate(left, mine), evaluate(right, theirs)
        assert before == patient.before.result
        assert after == patient.after.result
        assert set(differing(patient.before, patient.after))


def test_a_change_that_meets_nobody_is_proved_to() -> None:
    """The clearance of everybody who comes to the rule is 30 mL/min or more, unless a regimen runs."""
    plain = edited("    regimen r", "    regimen q", "      give r\n", "      give q\n")
    assert unaffected(plain, edited("    monitor m: level", '    monitor m "Levels": level', base=plain))


def test_what_a_spent_budget_leaves_is_not_decided() -> None:
    found = compared(BASE, edited("when pain:", "when pain and sex is male:"), Budget(50))
    assert not found.groups
    assert found.undecided == ("the search took more than 50 steps",)


def test_a_ladder_with_another_step_affects_whoever_moves_on() -> None:
    longer = edited(
        "    monitor m",
        "      step 3 after 4 weeks when level under 0.7 mmol/L: 36 mmol of magnesium daily\n    monitor m",
    )
    text = printed(BASE, longer)
    assert "36 mmol of magnesium daily" in text
    assert "replacement" not in text


def test_an_input_of_another_kind_is_not_taken_for_the_same() -> None:
    other = edited("input pain yes or no", "input pain one of mild, severe", "when pain:", "when pain is severe:")
    found = compared(BASE, other)
    assert found.groups
    assert [each.how for each in also(BASE, other) if each.what == "input pain"] == [
        "of another kind or unit: not compared as one"
    ]


def test_another_drug_without_a_formula_is_never_a_rename() -> None:
    one = "substance ramipril\npathway\n  suggest ramipril\n"
    other = one.replace("ramipril", "lisinopril")
    assert compared(one, other).groups
    assert not unaffected(one, other)


def test_what_else_changed_is_told_in_short() -> None:
    other = edited(
        "Local protocol", "National guidance",
        "plausible 0 to 250", 'plausible 0 to 200, loinc "33914-3"',
        'suggest "rest"', 'suggest "rest" because "it helps"',
    )  # fmt: skip
    assert [f"{each.what}: {each.how}" for each in also(BASE, other)] == [
        "source s: Local protocol -> National guidance",
        "LOINC of clearance: none -> 33914-3",
        "clearance plausible: 0 to 250 mL/min -> 0 to 200 mL/min; what lies outside is refused",
        "reason: 1 new",
    ]


HOSTILE = "</td><script>alert(1)</script> | `x` **y** [z](http://evil.example) @everyone #1 \\\\ <!--"


def test_hostile_words_stay_words_in_markdown() -> None:
    found = compared(BASE, edited('"rest"', f'"{HOSTILE}"'))
    text = markdown(("a|b.mg", "@x.mg"), in_words(found), also(BASE, BASE))
    assert "<script" not in text
    assert "](http" not in text
    assert "@everyone" not in text
    assert "@x" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    assert rows
    assert all(line.count("|") == 4 for line in rows)


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("a < b & c > d", "a &#60; b &#38; c &#62; d"),
        ("a|b", "a&#124;b"),
        ("&#60;", "&#38;#<!-- -->60;"),
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        ("@me", "@<!-- -->me"),
        ("http://x", "http:<!-- -->//x"),
        ("two\nlines", "two lines"),
        ("\x1b[31m", "&#60;U\\+001B&#62;\\[31m"),
    ],
)
def test_markdown_shows_every_sign_as_it_is(plain: str, expected: str) -> None:
    assert escaped(plain) == expected


def test_control_characters_do_not_reach_the_terminal() -> None:
    found = compared(BASE, edited('"rest"', '"a rest"'))
    from milligram.compare.diff.also import Also
    from milligram.compare.diff.report_text import text

    shown = text(("\x1b]0;x\x07", "b"), in_words(found), [Also(what="title", how="\x1b[2J -> x")])
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_json_tells_whether_anybody_is_affected() -> None:
    import json

    found = compared(BASE, edited(*CHANGES["threshold"]))
    data = json.loads(as_json(("a", "b"), in_words(found), ()))
    assert data["affected"] is True
    group = data["groups"][0]
    assert group["regions"] == ["clearance 25 to under 30 mL/min"]
    assert group["patients"][0]["patient"] == {"clearance": "28 mL/min", "pain": "no"}
    assert group["patients"][0]["before"][0] == {"mark": "REFER", "text": "nephrology", "line": 28, "only": None}
    assert json.loads(as_json(("a", "b"), (), ()))["affected"] is False
    assert json.loads(as_json(("a", "b"), (), (), undecided=["time"]))["affected"] is None


def test_what_the_prover_does_not_follow_is_tried_and_left_open() -> None:
    scored = """
        input n count, plausible 0 to 20
        input old yes or no
        score s
          1 when old
          add n
        pathway
          report s
    """
    more = compared(scored, scored.replace("1 when old", "2 when old"))
    assert more.groups
    assert more.undecided
    same = compared(scored, scored.replace("1 when old", "1 when not not old"))
    assert not same.groups
    assert any("the sum of s is not followed" in why for why in same.undecided)


def test_bounds_with_which_a_score_reckons_are_said_beside_other_changes() -> None:
    scored = """
        input level in mmol/L, plausible 0 to 10
        input old yes or no
        score s
          1 when old
          1 when level over 7 mmol/L
        pathway
          report s
          when old:
            suggest "rest"
    """
    bounds = compared(scored, scored.replace("0 to 10", "0 to 7"))
    assert bounds.groups
    both = compared(scored, scored.replace("0 to 10", "0 to 7").replace("rest", "sleep"))
    assert both.groups
    assert any("level has other plausible bounds" in why for why in both.undecided)


def test_a_region_between_two_computed_doses_names_both() -> None:
    """Who is given another dose is told as such, not as "15 mg/kg … under 0 mg", in which nobody is."""
    edits = ("sex one of female, male", "sex one of female, male\n    input weight in kg, plausible 3 to 120")
    dose = ("step 1: 12 mmol of magnesium at night", "step 1: {} of magnesium by weight rounded to 1 mmol at night")
    before = edited(*edits, dose[0], dose[1].format("0.2 mmol/kg"))
    after = edited(*edits, dose[0], dose[1].format("0.3 mmol/kg"))
    regions = [region for group in in_words(compared(before, after)) for region in group.regions]
    assert regions
    assert not [region for region in regions if re.search(r"(?<![\d.])0 mmol", region)], regions


def test_sorting_the_affected_into_groups_leaves_enough_to_show_one() -> None:
    """Without a line of a score many are told many things, and who is told which takes more than there is. Whoever has
    been found is told all the same."""
    text = (ROOT / "guidelines" / "atrial_fibrillation" / "cha2ds2_vasc.mg").read_text(encoding="utf-8")
    line = "  1 when vascular_disease [lip2010, esc2020]\n"
    assert line in text
    sides = [check_text(each).guideline for each in (text, text.replace(line, ""))]
    assert sides[0] is not None
    assert sides[1] is not None
    found = Comparer(sides[0], sides[1], budget=Budget(2_000_000)).compare()
    assert found.groups
    assert found.undecided
