"""What stands together in a slice: whatever one check looks at together; and which texts differ in numbers alone."""

from __future__ import annotations

import pytest
from milligram.pipeline.slices import Plan, plan_of

HEAD = """\
guideline g
  title "G"

source r "R"
substance iron formula Fe
substance zinc formula Zn
input level in mmol/L, plausible 0 to 100
input other in mmol/L, plausible 0 to 100
"""

ONE = """\
pathway one
  when level under 5 mmol/L:
    give 5 mg of iron daily [r]
"""

TWO = """\
pathway two
  when level under 7 mmol/L:
    give 5 mg of zinc daily [r]
"""

LADDER = """\
regimen ladder of iron
  step 1: 5 mg of iron daily [r]
  step 2 after 2 weeks when level under 5 mmol/L: 10 mg of iron daily [r]
"""


def cut(*blocks: str) -> Plan:
    plan = plan_of("".join((HEAD, *blocks)))
    assert plan is not None
    return plan


def heads(plan: Plan, number: int) -> list[str]:
    """The second word of each block of a slice."""
    text = plan.sliced(number)
    return [line.split()[1].rstrip(":") for line in text.split("\n") if line.strip() and not line.startswith(" ")]


def test_pathways_that_share_only_inputs_and_sources_are_apart() -> None:
    plan = cut(ONE, TWO)
    assert sorted(heads(plan, n) for n in range(2)) == [
        ["g", "r", "iron", "level", "one"],
        ["g", "r", "zinc", "level", "two"],
    ]


def test_a_slice_has_every_place_where_it_was() -> None:
    text = HEAD + ONE + TWO
    plan = cut(ONE, TWO)
    for number in range(2):
        sliced = plan.sliced(number)
        assert len(sliced) == len(text)
        assert all(new in (" ", old) for old, new in zip(text, sliced, strict=True))
        assert sliced.count("\n") == text.count("\n")


def test_what_no_pathway_mentions_stands_in_the_last_slice() -> None:
    plan = cut(ONE, TWO, 'case "c"\n  other 5 mmol/L\n  expect no outside\n')
    assert heads(plan, 2) == ["g", "other", '"c"']


TIED = {
    "one drug": ONE.replace("one", "three"),
    "a rule on both drugs": 'pitfall "P"\n  never give iron when level under 1 mmol/L\n'
    "  never give zinc when level under 1 mmol/L\n",
    "a class of both drugs": "class minerals of iron, zinc\n",
    "a caution, and what says the same": 'caution iron when other under 5 mmol/L: note "n"\n'
    'pathway three\n  note "n"\n  give 5 mg of zinc daily [r]\n',
    "a ladder, and what refers": LADDER + 'pathway three\n  refer to "r"\n  give 5 mg of zinc daily [r]\n',
    "a ladder, and what orders the value it reads": LADDER
    + "pathway three\n  order level [r]\n  give 5 mg of zinc daily [r]\n",
    "a ladder, and a schedule": LADDER + "monitor m: other\n  at baseline [r]\n"
    "pathway three\n  start m\n  give 5 mg of zinc daily [r]\n",
    "a maximum of any drug": LADDER + "  at most 50 mg per day [r]\n",
    "a value that is worked out from a step": LADDER + "define late: ladder step at least 2\n"
    "pathway three\n  when late:\n    give 5 mg of zinc daily [r]\n",
    "a part": 'part both\n  note "n"\npathway three\n  follow both\n  give 5 mg of zinc daily [r]\n'
    "pathway four\n  follow both\n  give 5 mg of iron daily [r]\n",
}


@pytest.mark.parametrize("blocks", [text for name, text in TIED.items() if name != "one drug"], ids=[*TIED][1:])
def test_what_a_check_looks_at_together_is_not_cut(blocks: str) -> None:
    """Everything that has to do with iron and everything that has to do with zinc are one then: nothing to cut."""
    assert plan_of(HEAD + ONE + TWO) is not None
    assert plan_of(HEAD + ONE + TWO + blocks) is None


def test_pathways_that_give_one_drug_stand_together() -> None:
    plan = cut(ONE, TWO, TIED["one drug"])
    assert sorted(heads(plan, n)[-2:] for n in range(2)) == [["level", "two"], ["one", "three"]]


def test_years_bring_the_day_up_to_which_they_count() -> None:
    dates = "input born date\ninput today date\n"
    plan = cut(dates, ONE, TWO.replace("level under 7 mmol/L", "years since born under 7 years"))
    assert any({"born", "today"} <= set(heads(plan, n)) for n in range(2))


@pytest.mark.parametrize(
    ("old", "new"), [("under 5", "under 6"), ("under 5", "under 5.25"), ("5 mg of iron", "10 mg of iron")]
)
def test_texts_that_differ_in_numbers_have_one_key(old: str, new: str) -> None:
    assert cut(ONE.replace(old, new), TWO).key == cut(ONE, TWO).key


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("under 5", "over 5"),
        ("under 5 mmol/L", "under 5 mg/dL"),
        ("pathway one", "pathway one1"),
        ("daily [r]", 'daily because "2" [r]'),
        ("daily [r]", "daily [r] # 2"),
        ("under 5", "under -5"),
        ("when", "\n  when"),
    ],
)
def test_texts_that_differ_in_anything_else_have_another_key(old: str, new: str) -> None:
    assert cut(ONE.replace(old, new), TWO).key != cut(ONE, TWO).key


def test_numbers_in_quotes_and_comments_are_text() -> None:
    one = ONE + '  note "take 2" # 3\n'
    assert cut(one.replace("2", "4"), TWO).key != cut(one, TWO).key
    assert cut(one.replace("3", "4"), TWO).key != cut(one, TWO).key


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        HEAD + ONE,
        HEAD + ONE + TWO + "nonsense\n",
        HEAD + ONE + TWO + "\0",
        HEAD + ONE + TWO + '  note "n" allow MG000 because "b"\n',
    ],
)
def test_other_texts_are_not_cut(text: str) -> None:
    assert plan_of(text) is None
