"""What is offered where: words that the grammar takes, names of the right kind, units that convert."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from milligram.lsp.know import Completion, Known
from milligram.lsp.know.case_skeleton import case_skeleton
from milligram.lsp.know.completion import completions
from milligram.lsp.know.skeletons import AT_MARGIN, BEHIND, IN_A_BLOCK, Skeleton
from milligram.lsp.know.tokens import tokens
from milligram.source import SourceFile
from milligram.syntax import parse

from tests.compiler.lsp.know.knowing import GUIDELINES, SMALL, known, of_path, typed

NOT_OFFERED = ("number", "string", "comment", "sign")

INPUTS = ["age", "diuretics", "fever", "glucose", "level", "sex", "weak"]
GIVEN = ["magnesium", "magnesium_citrate", "magnesium_oxide", "replacement", "salt"]


def offered(lines: str) -> list[Completion]:
    about, offset = typed(lines)
    return sorted(completions(about, offset), key=lambda item: (item.rank, item.label))


def labels(lines: str, *kinds: str) -> list[str]:
    return [item.label for item in offered(lines) if not kinds or item.kind in kinds]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("pathway p\n  give |", GIVEN),
        ("pathway p\n  when low:\n    hold |", GIVEN),
        ("pathway p\n  advise against |", GIVEN),
        ("pathway p\n  start |", ["bloods"]),
        ("pathway p\n  follow |", ["care"]),
        ("pathway p\n  order |", INPUTS),
        ("pathway p\n  report frailty, |", [*INPUTS[:5], "low", "risk", "sex", "urgency", "weak"]),
        ('pathway p\n  advise "x" [|', ["r1", "r2"]),
        ('pathway p\n  advise "x" [r1, |', ["r2"]),
        ('pathway p\n  advise "x"\n    [r1, |', ["r2"]),
        ("define x: diuretics has |", ["loop", "thiazide"]),
        ("define x: diuretics has loop, |", ["thiazide"]),
        ("define x: sex is |", ["female", "male"]),
        ("define x: urgency is not |", ["later", "soon"]),
        ('pitfall "x"\n  never give |', GIVEN),
        ("class arb of |", ["magnesium", "magnesium_citrate", "magnesium_oxide", "salt"]),
        ('claim "x" supported by |', ["r1", "r2"]),
        ("monitor m: level, |", ["age", "diuretics", "fever", "glucose", "sex", "weak"]),
        ('case "x"\n  age 70 years, |', ["diuretics", "fever", "glucose", "level", "sex", "weak", "replacement"]),
        ('case "x"\n  sex |', ["female", "male"]),
        ('case "x"\n  diuretics |', ["loop", "thiazide", "none"]),
        ('case "x"\n  sex male\n  expect urgency |', ["later", "soon"]),
        ('case "x"\n  sex male\n  expect no give |', GIVEN),
        ('case "x"\n  sex male\n  expect ask |', INPUTS),
        ("input |", []),
        ("define |", []),
    ],
)  # fmt: skip
def test_the_names_that_fit_are_offered_and_no_others(lines: str, names: list[str]) -> None:
    kinds = (
        "input",
        "define",
        "table",
        "score",
        "choice",
        "substance",
        "class",
        "regimen",
        "monitor",
        "part",
        "source",
    )
    assert labels(lines, *kinds) == names


def test_a_branch_starts_with_the_words_of_what_is_decided_by() -> None:
    found = labels('pathway p\n  decide "x" by sex\n    |')
    assert found[:2] == ["female", "male"]
    assert "unknown" in found
    assert "under" not in found


def test_a_cell_of_a_table_takes_the_words_of_its_column() -> None:
    table = "table by sex, weak gives x\n  |"
    assert labels(table)[:2] == ["female", "male"]
    assert labels("table by sex, weak gives x\n  male ¦ |")[:2] != ["female", "male"]


def test_a_definition_does_not_offer_itself() -> None:
    assert "again" not in labels("define again: |")
    assert "low" in labels("define again: |")


# --- units ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "first", "others"),
    [
        ("define x: level under 0.70 |", "mmol/L", {"mg/dL", "mEq/L"}),
        ("define x: level under 0.70 mg|", "mmol/L", {"mg/dL"}),
        ("define x: level under 0.70 mmol/L (also 1.7 |", "mmol/L", {"mg/dL", "mEq/L"}),
        ('pathway p\n  decide "x" by level\n    under 0.70 |', "mmol/L", {"mg/dL"}),
        ('pathway p\n  decide "x" by age, level\n    under 65 years ¦ under 0.70 |', "mmol/L", {"mg/dL"}),
        ('case "x"\n  age 70 years, level 0.6 |', "mmol/L", {"mg/dL"}),
        ('case "x"\n  age 70 |', "years", {"months"}),
        ("define x: fever over 38 |", "Cel", {"°F"}),
        ("input x in mmol/L, plausible 0 to 3 |", "mmol/L", {"mol/L"}),
    ],
)
def test_the_units_that_convert_are_offered_the_declared_one_first(lines: str, first: str, others: set[str]) -> None:
    units = labels(lines, "unit")
    assert units[0] == first
    assert others <= set(units)
    assert "kg" not in units


@pytest.mark.parametrize("lines", ["regimen r\n  step 2 after 2 |", "monitor m: level\n  every 3 |"])
def test_a_time_takes_times(lines: str) -> None:
    assert labels(lines, "unit") == ["min", "h", "days", "weeks", "months", "years", "d"]


def test_a_dose_takes_amounts() -> None:
    units = labels("regimen r of magnesium\n  step 1: 5 |", "unit")
    assert units[:3] == ["mmol", "mg", "g"], "the author's own first"
    assert "mmHg" not in units


def test_a_unit_is_replaced_whole() -> None:
    about, offset = typed("define x: level under 0.70 mmol/|L")
    (unit,) = [item for item in completions(about, offset) if item.label == "mg/dL"]
    assert about.source.slice(unit.replace) == "mmol/L"


# --- words of the language --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "some", "never"),
    [
        ("|", {"input", "define", "pathway", "case", "table by", "impossible when"}, {"give", "when"}),
        ("inp|", {"input"}, {"give"}),
        ("input x |", {"in", "yes or no", "one of", "any of", "number", "count", "date"}, {"give"}),
        ("define x: level |", {"under", "over", "at least", "at most", "is unknown"}, {"has", "step", "give"}),
        ("define x: diuretics |", {"has", "is known"}, {"under", "at least"}),
        ("define x: weak |", {"and", "or", "is unknown"}, {"under", "has"}),
        ("pathway p\n  |", {"give", "advise", "advise against", "refer to", "decide", "when"}, {"input", "step"}),
        ('pathway p\n  decide "x" by level\n    |', {"unknown", "under", "at least", "otherwise"}, {"give"}),
        ('pathway p\n  decide "x" by level\n    unknown:\n      |', {"give", "order", "end"}, {"unknown"}),
        ("regimen r of magnesium\n  |", {"step", "then", "route", "stop when", "hold while"}, {"give"}),
        ("regimen r of magnesium\n  step 1: 5 mg |", {"daily", "at night", "as needed", "every"}, {"give"}),
        ('case "x"\n  sex male\n  expect |', {"give", "no", "ask", "blocked", "outside"}, {"end", "continue"}),
        ("guideline g\n  |", {"title", "version", "status", "applies when", "review by"}, {"give"}),
        ("pathway p\n  give replacement\n    |", {"because", "uncited"}, {"give"}),
    ],
)
def test_the_words_that_the_grammar_takes_are_offered_and_no_others(
    lines: str, some: set[str], never: set[str]
) -> None:
    words = set(labels(lines, "keyword"))
    assert some <= words
    assert not never & words


def test_faults_above_the_line_do_not_matter() -> None:
    lines = 'pathway p\n  bogus bogus\n  decide "x" by level\n    undr 3:\n      order level\n    unknown:\n      |'
    assert {"give", "order", "end"} <= set(labels(lines, "keyword"))


def test_with_every_declaration_broken_names_are_known_by_the_text_before() -> None:
    text = SMALL.replace("follow care", "follow care\n      give ").replace("route oral", "rute oral")
    offset = text.index("follow care\n      give ") + len("follow care\n      give ")
    found = {item.label for item in completions(known(text, SMALL), offset)}
    assert {"replacement", "magnesium"} <= found


@pytest.mark.parametrize(
    "lines", ['pathway p\n  advise "give |"', "pathway p  # give |", 'pathway p\n  advise "open |']
)
def test_nothing_is_offered_in_a_text_or_comment(lines: str) -> None:
    assert offered(lines) == []


def test_words_of_the_header_are_offered() -> None:
    assert labels("guideline g\n  status |", "value") == ["draft", "active", "retired"]
    assert labels('pathway p\n  advise "x" (|', "value")[:2] == ["high", "strong"]
    assert labels('pathway p\n  advise "x" (strong, |', "value") == ["high", "moderate", "low", "very low"]


def test_a_code_is_offered_behind_allow() -> None:
    found = [item for item in offered("define x: low allow |") if item.kind == "code"]
    assert "MG107" in {item.label for item in found}
    assert all(item.detail for item in found)


# --- skeletons --------------------------------------------------------------------------------------------------------

_PLACE = re.compile(r"\$\{\d+:([^}]*)\}|\$\d")


def filled(body: str) -> str:
    return _PLACE.sub(lambda found: found.group(1) or "", body)


@pytest.mark.parametrize("skeleton", AT_MARGIN, ids=[skeleton.label for skeleton in AT_MARGIN])
def test_a_declaration_that_is_filled_in_can_be_read(skeleton: Skeleton) -> None:
    assert parse(SourceFile("a.mg", filled(skeleton.body))).diagnostics == ()


@pytest.mark.parametrize("skeleton", IN_A_BLOCK, ids=[skeleton.label for skeleton in IN_A_BLOCK])
def test_a_construct_that_is_filled_in_can_be_read_where_it_is_offered(skeleton: Skeleton) -> None:
    under = {
        "step": "regimen r",
        "then": "regimen r\n  step 1: 5 mg",
        "never": 'pitfall "p"',
        "finding": 'source s "t"',
    }
    head = under.get(skeleton.label.split(" ")[0], "pathway p")
    body = filled(skeleton.body).replace("\n", "\n  ")
    assert skeleton.label in labels(f"{head}\n  |", "snippet")
    assert parse(SourceFile("a.mg", f"{head}\n  {body}\n")).diagnostics == ()


@pytest.mark.parametrize(
    "path", [path for path in GUIDELINES if "as_published" not in path.parts], ids=lambda p: p.stem
)
def test_the_case_of_a_guideline_has_its_inputs_and_can_be_read(path: Path) -> None:
    about = of_path(path)
    skeleton = case_skeleton(about)
    assert skeleton is not None
    text = f"{about.source.text}\n{filled(skeleton.body)}\n"
    assert known(text).diagnostics == about.diagnostics, filled(skeleton.body)


def test_the_case_stands_in_the_middle_of_what_is_plausible() -> None:
    skeleton = case_skeleton(known(SMALL))
    assert skeleton is not None
    assert filled(skeleton.body) == (
        'case "who, and what is at stake"\n'
        "  age 60 years, level 3.05 mmol/L, glucose 30.5 mmol/L, fever 37.5 Cel\n"
        "  weak no, sex male, diuretics none\n"
        "  expect give replacement\n"
    )


def test_a_note_that_is_filled_in_can_be_read() -> None:
    for body in BEHIND.values():
        assert parse(SourceFile("a.mg", f'pathway p\n  advise "x" {filled(body)}\n')).diagnostics == ()


def test_an_editor_without_snippets_is_offered_plain_words() -> None:
    about, offset = typed("pathway p\n  give replacement\n    |")
    found = completions(about, offset, snippets=False)
    assert "because" in {item.label for item in found}
    assert not any(item.snippet or item.kind == "snippet" or item.insert for item in found)


def test_every_keyword_that_is_offered_at_a_place_leaves_a_line_that_can_go_on() -> None:
    """Each phrase is taken by the grammar: put in, it is no fault of its own."""
    for lines in ("pathway p\n  |", "define x: level |", "regimen r\n  |", "input x |", "monitor m: level\n  |"):
        about, offset = typed(lines)
        for item in completions(about, offset):
            if item.kind != "keyword" or item.snippet:
                continue
            text = about.source.text
            put = f"{text[: item.replace.start]}{item.label}{text[item.replace.end :]}"
            faults = parse(SourceFile("a.mg", put)).diagnostics
            words = item.label.split()
            spans = [put[d.span.start : d.span.end] for d in faults]
            assert not any(span in words and span != words[-1] for span in spans), (item.label, spans)


# --- what authors wrote -----------------------------------------------------------------------------------------------

SAMPLED = 8
"""Words of each guideline."""


def test_the_word_that_the_author_wrote_is_offered_nearly_always_and_near_the_top() -> None:
    """Each guideline is cut at some of its words, to the end of the line; what stood there must be offered."""
    missed: list[str] = []
    places: list[int] = []
    for path in GUIDELINES:
        whole = of_path(path)
        text = whole.source.text
        words = [each for each in tokens(whole) if each.kind not in NOT_OFFERED and not each.declares]
        for word in words[:: max(1, len(words) // SAMPLED)]:
            start, end = word.span.start, text.find("\n", word.span.start)
            source = SourceFile("a.mg", text[:start] + text[end:])
            read = parse(source)
            about = Known(source=source, file=read.file, broken=read.broken, earlier=whole.guideline)
            found = sorted(completions(about, start), key=lambda item: (item.rank, item.label))
            wanted = text[start : word.span.end]
            hits = [place for place, item in enumerate(found) if item.label.split(" ")[0] == wanted]
            places += hits[:1]
            if not hits:
                missed.append(f"{path.name}:{whole.source.line_of(word.span)} {wanted}")
    assert len(missed) * 30 < len(missed) + len(places), missed
    assert sorted(places)[len(places) // 2] < 5


@pytest.mark.parametrize(
    ("lines", "there", "absent"),
    [
        ("define x: age at least |", ["age"], ["level", "glucose", "weak", "sex", "low", "replacement"]),
        ("define x: level under |", ["level"], ["age", "weak", "replacement"]),
        ("define x: 2 * |", ["age", "level", "frailty"], ["weak", "sex", "replacement"]),
        ("table by age, sex gives kind\n  under 40 years ¦ |", ["male", "female", "any"], ["at least", "abs", "yes"]),
        ("table by sex, age gives kind\n  male ¦ |", ["at least", "under", "any"], ["yes", "no", "sqrt"]),
        ("case 'x'\n  age 70 years\n  expect frailty |".replace("'", '"'), ["at least"], ["yes", "no"]),
        ("define x: sex is |", ["male", "female"], ["yes", "no"]),
        ("substance y formula |", [], ["magnesium", "age"]),
        ("source z \"Z\"\n  population differs |", ["because"], []),
        ("define x: age at least 18 years |", ["and", "or"], ["of", "per"]),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_not_offered(lines: str, there: list[str], absent: list[str]) -> None:
    found = labels(lines)
    assert set(there) <= set(found), set(there) - set(found)
    assert not set(absent) & set(found), set(absent) & set(found)


def test_a_unit_that_the_grammar_cannot_read_is_not_offered() -> None:
    units = labels("input y in |", "unit")
    assert "mmHg" in units
    assert "cmH2O" not in units


def test_a_unit_of_a_clearance_is_put_in_place_of_all_of_it() -> None:
    text = "define x: clearance under 30 mL/min/1.73 m2"
    about = known(f"{SMALL}input clearance in mL/min/1.73 m2\n{text}\n")
    offset = about.source.text.index(text) + len(text)
    assert {about.source.slice(item.replace) for item in completions(about, offset) if item.kind == "unit"} == {
        "mL/min/1.73 m2"
    }
