"""Conditions in the words of a chart, long ones in boxes, and what stands beside the pathways."""

from __future__ import annotations

import pytest
from milligram.ir import nodes as ir
from milligram.ir import print as words
from milligram.pipeline import check_text
from milligram_targets.flowchart import wording
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.model import ClusterKind, EdgeKind, Node, NodeKind

HEAD = """\
guideline g
  title "g"
  version 1.0.0
  status active
source s "A source"
substance drug
input level "serum level" in mmol/L, plausible 0 to 10
input age in years whole, plausible 0 to 120
input ill "feeling ill" yes or no
input refused "drug not tolerated" yes or no
input either "cough or wheeze" yes or no
input signs "other signs" any of red "red skin, or swollen", pale, dry "dry mouth"
"""


def guideline(text: str) -> ir.Guideline:
    """The guideline of a text after the common head, whatever the checks say of it."""
    found = check_text(HEAD + text, "g.mg").guideline
    assert found is not None
    return found


def asked(condition: str) -> tuple[str, ...]:
    """The box of a question that asks this."""
    found = guideline(f'pathway\n  when {condition}:\n    advise "x"\n')
    (when,) = found.pathways[0].body
    assert isinstance(when, ir.When)
    return wording.asked(when.condition, found)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("ill", ("feeling ill?",)),
        ("not ill", ("not feeling ill?",)),
        ("not refused", ("not “drug not tolerated”?",)),
        ("either and ill", ("“cough or wheeze” and feeling ill?",)),
        ("not (ill or level under 2 mmol/L)", ("neither feeling ill nor serum level under 2 mmol/L?",)),
        ("level is known", ("serum level is known?",)),
        ("not (level is unknown)", ("serum level is known?",)),
        ("ill and (refused or either)", ("feeling ill", "and (“drug not tolerated” or “cough or wheeze”)?")),
        (
            "level over 5 mmol/L or age at least 65 years or ill",
            ("serum level over 5 mmol/L", "or age at least 65 years", "or feeling ill?"),
        ),
        (
            "ill or signs has red, pale, dry",
            ("feeling ill", "or other signs, any of:", "– red skin, or swollen", "– pale", "– dry mouth?"),
        ),
    ],
)
def test_a_condition_as_a_question(condition: str, said: tuple[str, ...]) -> None:
    """What ``not`` reaches is plain, labels that read as several are quoted, and a long one has a line for each."""
    assert asked(condition) == said


def branches(text: str) -> list[str]:
    """What stands on the ways out of a `decide`."""
    found = guideline(f"pathway\n  {text}")
    return [edge.label for edge in flowchart(found).edges if edge.kind in (EdgeKind.BRANCH, EdgeKind.UNKNOWN)]


def test_yes_and_no_by_the_author_s_label() -> None:
    """A question of the author's may be the other way round, so the label says what is yes or no; one that denies
    something itself takes neither."""
    assert branches('decide "Tolerated?"\n    not refused:\n      advise "a"\n    refused:\n      advise "b"\n') == [
        "not “drug not tolerated”",
        "drug not tolerated",
        "unknown",
    ]


def test_bands_in_the_author_s_units() -> None:
    """As they are written."""
    assert branches(
        'decide by level\n    under 2 mmol/L:\n      advise "a"\n    2 to under 3 mmol/L, over 9 mmol/L:\n'
        '      advise "b"\n    otherwise:\n      advise "c"\n    unknown:\n      order level\n'
    ) == ["under 2 mmol/L", "2 to under 3 mmol/L or over 9 mmol/L", "otherwise", "unknown"]


def test_units_as_they_are_printed() -> None:
    """A degree, a square, a micro and a rate; the author's own words are left alone."""
    text = (
        'input temperature "temperature, not in Cel" in Cel, plausible 30 to 45\n'
        "input rate in /min, plausible 0 to 99\ninput egfr in mL/min/1.73 m2, plausible 0 to 200\n"
        "input creatinine in umol/L, plausible 0 to 2000\n"
        "define high: temperature over 38 Cel\ndefine fast: rate at least 30 /min\n"
        "define low: egfr under 60 mL/min/1.73 m2\ndefine much: creatinine over 133 umol/L\n"
        "define doubled: egfr * 2\n"
        'pathway\n  when high or fast or low or much or doubled over 9 mL/min/1.73 m2:\n    advise "a"\n'
    )
    assert [line for lines in cluster(text, ClusterKind.TERMS) for line in lines] == [
        "high: temperature, not in Cel over 38 °C",
        "fast: rate at least 30/min",
        "low: egfr under 60 mL/min/1.73 m²",
        "much: creatinine over 133 µmol/L",
        "doubled: egfr × 2",
    ]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("4 unit", "4 units"),
        ("1 unit", "1 unit"),
        ("11 unit/h", "11 units/h"),
        ("0.5 unit", "0.5 units"),
        ("a unit", "a unit"),
    ],
)
def test_units_are_counted(written: str, printed: str) -> None:
    """One is one."""
    assert words.printed(written) == printed


def test_a_formula_by_the_titles_of_its_names() -> None:
    """One that reads as more than a name is quoted, so that its words are no part of the formula."""
    text = (
        'define raw "level, not rounded": level * 2\ndefine level_twice: raw rounded to 1 mmol/L\n'
        'define well: not ill\npathway\n  when level_twice over 3 mmol/L and well:\n    advise "a"\n'
    )
    assert [line for lines in cluster(text, ClusterKind.TERMS) for line in lines] == [
        "level, not rounded: serum level × 2",
        "level twice: “level, not rounded” rounded to 1 mmol/L",
        "well: not feeling ill",
    ]


LONG = """\
pathway
  decide "Which?" first that applies
    ill and level over 5 mmol/L and age at least 80 years and not either:
      differs from source "80" because "older"
      advise "a" [s]
    otherwise:
      advise "b" [s]
"""


def test_what_is_too_long_for_an_arrow_stands_in_a_box() -> None:
    """Between the question and what follows; it has a line for each condition, the branch's line, and its reasons."""
    chart = flowchart(guideline(LONG))
    (case,) = (node for node in chart.all_nodes() if node.kind is NodeKind.CASE)
    assert case.lines == (
        "1. feeling ill",
        "and serum level over 5 mmol/L",
        "and age at least 80 years",
        "and not “cough or wheeze”",
    )
    assert case.line == HEAD.count("\n") + 3
    assert "older" in case.tooltip
    into = [edge for edge in chart.edges if edge.target == case.identifier]
    out = [edge for edge in chart.edges if edge.source == case.identifier]
    assert [edge.label for edge in (*into, *out)] == ["", ""]
    assert into[0].steps == out[0].steps == case.steps != ()
    names = {node.identifier: node.lines for node in chart.all_nodes()}
    assert (names[into[0].source], names[out[0].target]) == (("Which?", "First that applies:"), ("a [1]",))


def test_answers_of_which_the_first_is_taken_are_numbered() -> None:
    """The question says so; two turns on one arrow are both told, and `otherwise` and `unknown` have none."""
    text = (
        'decide "Which?" first that applies\n    ill:\n      advise "a"\n    refused:\n      continue\n'
        '    either:\n      continue\n    otherwise:\n      advise "b"\n    unknown:\n      order level\n'
    )
    assert sorted(branches(text)) == [
        "1. feeling ill",
        "2. drug not tolerated or 3. cough or wheeze",
        "otherwise",
        "unknown",
    ]
    assert "Which?\nFirst that applies:" in list(flowchart(guideline(f"pathway\n  {text}")).texts())


def test_several_answers_on_one_arrow_stand_apart() -> None:
    """Two answers that lead to the same place, one of two parts, are a line each: on one line either could be meant."""
    text = (
        "pathway\n  decide by age, ill\n    under 9 years  | yes:\n      continue\n    over 50 years  | any:\n"
        '      continue\n    otherwise:\n      end\n  advise "x"\n'
    )
    chart = flowchart(guideline(text))
    (case,) = (node for node in chart.all_nodes() if node.kind is NodeKind.CASE)
    assert case.lines == ("under 9 years; yes", "or over 50 years; any")


def test_no_way_for_what_is_always_known() -> None:
    """Whether a value is known is never unknown, so nobody is asked and no such way is drawn."""
    chart = flowchart(guideline('pathway\n  when level is unknown:\n    order level\n    end\n  advise "a"\n'))
    assert not [edge for edge in chart.edges if "unknown" in edge.label]
    assert not [node for node in chart.all_nodes() if node.kind is NodeKind.ASK]
    open_one = flowchart(guideline('pathway\n  when ill:\n    end\n  advise "a"\n'))
    assert [node.lines for node in open_one.all_nodes() if node.kind is NodeKind.ASK] == [("Ask: feeling ill",)]


# --- beside -----------------------------------------------------------------------------------------------------------

BESIDE = """\
define low "low level": level under 0.70 mmol/L [s]
define risk any of:
  ill [s]
  low
define dose: age * 2 mg / 1 years
define target "the target":
  1 mmol/L when age under 80 years [s]
  2 mmol/L when age at least 80 years
define unused: level over 9 mmol/L
score points "The score"
  2 when ill [s]
  -1 when low
table by level, points gives grade, note_of_it
  under 2 mmol/L     | any         | mild    | "rest"  [s]
  at least 2 mmol/L  | under 1     | severe  | unspecified
  at least 2 mmol/L  | at least 1  | severe  | "call"
pitfall "Never blind" [s]
  never give drug when level is unknown
  never give drug when level under 1 mmol/L
  because "it harms"
pitfall "Only prose" [s]
  unchecked because "for the reader"
pathway
  report grade
  when risk:
    give drug, dose unspecified "as usual" [s]
  when level under target:
    give dose of drug
"""


def cluster(text: str, kind: ClusterKind) -> list[tuple[str, ...]]:
    """The boxes of the cluster of a kind."""
    return [node.lines for each in flowchart(guideline(text)).clusters if each.kind is kind for node in each.nodes]


def test_the_words_that_the_chart_speaks_of_are_explained() -> None:
    """Defines, scores and tables that it names, and those that they are made of, in the author's order."""
    assert cluster(BESIDE, ClusterKind.TERMS) == [
        ("low level: serum level under 0.70 mmol/L [1]",),
        ("risk, any of:", "– feeling ill [1]", "– low level"),
        ("dose: age × 2 mg / 1 year",),
        ("the target:", "1 mmol/L when age under 80 years [1]", "2 mmol/L when age at least 80 years"),
        ("The score:", "2 when feeling ill [1]", "-1 when low level"),
        (
            "grade and note of it by serum level and The score:",
            "serum level under 2 mmol/L; The score any: grade mild; note of it rest [1]",
            "serum level at least 2 mmol/L; The score under 1: grade severe; note of it not stated",
            "serum level at least 2 mmol/L; The score at least 1: grade severe; note of it call",
        ),
    ]


def test_what_a_question_says_beyond_its_title_and_why_a_formula_is_so() -> None:
    """The author's definitions stand on the chart: in a question that says more, and in the reason of a name."""
    text = (
        'input signs_now yes or no, ask "Is there papilloedema or chest pain?"\n'
        'input coughing yes or no, ask "Is there coughing?"\ninput unread yes or no, ask "Is there anything else?"\n'
        'define line: age * 2 because "20 at 10 years" [s]\n'
        'pathway\n  when signs_now or coughing or line over 30 years:\n    advise "a"\n'
    )
    assert cluster(text, ClusterKind.TERMS) == [
        ("signs now: “Is there papilloedema or chest pain?”",),
        ("line:", "age × 2 [1]", "because “20 at 10 years”"),
    ]


def test_a_give_leads_to_the_table_of_its_dose() -> None:
    """Also where a define stands between the two."""
    text = (
        "table by age gives amount, other\n  under 40 years  | 1 mg  | 2 mg\n  at least 40 years  | 3 mg  | 4 mg\n"
        "define doubled: amount * 2\n"
        "pathway\n  give doubled of drug [s]\n  give 5 mg of drug [s]\n"
    )
    chart = flowchart(guideline(text))
    boxes = {node.identifier: node.lines for node in chart.all_nodes()}
    leading = [(boxes[edge.source][0], edge.target) for edge in chart.edges if edge.kind is EdgeKind.LINK]
    assert leading == [("Give doubled of drug [1]", "term_amount_0")]


def test_a_long_table_takes_several_boxes() -> None:
    """None is too long for a page."""
    rows = "\n".join(f"  {n} to under {n + 1} years  | {n} mg  [s]" for n in range(40))
    text = f"table by age gives amount\n{rows}\n  at least 40 years  | 40 mg\npathway\n  give amount of drug [s]\n"
    found = cluster(text, ClusterKind.TERMS)
    assert [lines[0] for lines in found] == ["amount by age:", *["amount by age, continued:"] * 2]
    assert sum(len(lines) - 1 for lines in found) == 41


def test_many_rules_and_long_lines_take_several_boxes() -> None:
    """So that no text is too long for a chart; every line is in one of them, and each box has its own rules' steps."""
    rules = "\n".join(f"  never give drug when age is {n} years" for n in range(100))
    lines = "\n".join(f"  signs has red [s]\n  level under {n} mmol/L" for n in range(1, 9))
    text = f'pitfall "Never" [s]\n{rules}\ndefine many any of:\n{lines}\n'
    text += 'pathway\n  when many:\n    give drug, dose unspecified "x" [s]\n'
    found = flowchart(guideline(text))
    safety = next(each for each in found.clusters if each.kind is ClusterKind.SAFETY).nodes
    said = [line for node in safety for line in node.lines[1:]]
    assert said == [f"– never give drug when age is {n} year{'' if n == 1 else 's'}" for n in range(100)]
    assert [node.lines[0] for node in safety] == ["Never [1]", *["Never, continued"] * (len(safety) - 1)]
    assert len({step for node in safety for step in node.steps}) == sum(len(node.steps) for node in safety) == 200
    assert max(map(len, found.texts())) < 1500


def test_what_must_never_be_given_stands_beside() -> None:
    """A box for each pitfall with rules; each give that they concern leads there."""
    assert cluster(BESIDE, ClusterKind.SAFETY) == [
        ("Never blind [1]", "– never give drug when serum level is unknown or serum level under 1 mmol/L")
    ]
    chart = flowchart(guideline(BESIDE))
    (rule,) = next(each for each in chart.clusters if each.kind is ClusterKind.SAFETY).nodes
    boxes: dict[str, Node] = {node.identifier: node for node in chart.all_nodes()}
    leading = [boxes[edge.source].kind for edge in chart.edges if edge.target == rule.identifier]
    assert leading == [NodeKind.DRUG, NodeKind.DRUG]
    assert "it harms" in rule.tooltip


def test_an_equivalent_stands_where_a_word_is_explained() -> None:
    """Of one limit all that are stated, of two those of one unit together; each decides as the limit does."""
    text = (
        "substance magnesium formula Mg, charge 2\n"
        "input mg in mmol/L of magnesium, plausible 0.1 to 6\n"
        "define low: mg under 0.70 mmol/L (also 1.4 mEq/L, 1.7 mg/dL)\n"
        "define usual: mg 0.70 (also 1.4 mEq/L) to 1.0 mmol/L (also 2.0 mEq/L)\n"
        'pathway\n  when low:\n    advise "a"\n  when usual:\n    advise "b"\n'
    )
    said = [line for lines in cluster(text, ClusterKind.TERMS) for line in lines]
    assert said[0] == "low: mg under 0.70 mmol/L (also under 1.4 mEq/L, at most 1.7 mg/dL)"
    assert said[1] == "usual: mg 0.70 to 1.0 mmol/L (also at least 1.4 mEq/L and at most 2.0 mEq/L)"
