"""Between guidelines: what is found, for whom, what is taken as one, and that nothing is lost by pruning."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from textwrap import dedent

import pytest
from milligram.compare.conflicts.candidates import candidate_pairs
from milligram.compare.conflicts.find import between, find_conflicts
from milligram.compare.conflicts.index import Profile, profile_of
from milligram.compare.conflicts.matching import (
    NOTHING_SAID,
    NotSame,
    Same,
    check_same,
    match_pair,
    read_map,
    read_same,
)
from milligram.diagnostics import Diagnostic
from milligram.interpret import evaluate
from milligram.ir import nodes as ir
from milligram.pipeline import check_text, read_guideline
from milligram.prove.budget import Budget
from milligram.source import SourceFile
from milligram.syntax.reading import read_source

from .conftest import GUIDELINES

BETWEEN = Path(__file__).parents[2] / "cases" / "between"
MAGNESIUM = GUIDELINES / "magnesium"
SEEDS = [MAGNESIUM / "neck_spasm.mg", *sorted((MAGNESIUM / "as_published").glob("*.mg"))]


def profile(name: str, text: str, same: Same = NOTHING_SAID) -> Profile:
    """The profile of a guideline without a header."""
    head = f'guideline {name}\n  title "{name}"\n  version 1.0.0\nsource r1 "Reference"\n'
    report = read_guideline(SourceFile(f"{name}.mg", head + dedent(text)))
    assert report.whole, report.diagnostics
    return read(report.source, same)


def read(source: SourceFile, same: Same = NOTHING_SAID) -> Profile:
    report = read_guideline(source)
    assert report.guideline is not None
    assert report.file is not None
    return profile_of(report.guideline, report.file, same)


def seeds() -> list[Profile]:
    sources = [read_source(path) for path in SEEDS]
    return [read(source) for source in sources if isinstance(source, SourceFile)]


def codes(found: Sequence[Diagnostic]) -> list[str]:
    return [each.code.code for each in found]


GIVES = """\
    substance drug
    input ill yes or no
    pathway
      when ill:
        give 5 mg of drug daily [r1]
"""


def against(condition: str, declared: str = "input hurt yes or no", drug: str = "drug") -> str:
    return f"substance drug\n{declared}\npathway\n  when {condition}:\n    advise against {drug} [r1]\n"


# --- the seeds --------------------------------------------------------------------------------------------------------


def test_the_two_seeds_contradict_for_a_patient_with_neck_spasm_and_a_normal_level() -> None:
    article, _, corrected = sorted(seeds(), key=lambda each: each.guideline.name)
    found = between(corrected, article)
    (advice,) = [each for each in found if "advises against" in each.message and each.code.code == "MG701"]
    assert "neck spasm yes, serum magnesium at least 0.70 mmol/L" in advice.message
    assert advice.witness is not None
    assert set(advice.witness) == {"age", "neck_spasm", "serum_magnesium"}


def test_the_interpreter_says_both_of_that_patient() -> None:
    article, _, corrected = sorted(seeds(), key=lambda each: each.guideline.name)
    spasm: dict[str, ir.PatientValue] = {"neck_spasm": True}
    level = {**spasm, "serum_magnesium": Fraction("0.85"), "age": Fraction(50)}
    says = {
        each.guideline.name: {advice.kind for advice in evaluate(each.guideline, ir.Patient(values=known)).advice}
        for each, known in ((article, spasm), (corrected, level))
    }
    assert "give" in says["magnesium_article_published"]
    assert "advise_against" in says["magnesium_neck_spasm"]


def test_the_seeds_as_published_contradict_for_everybody_with_neck_spasm() -> None:
    article, published, _ = sorted(seeds(), key=lambda each: each.guideline.name)
    found = [each for each in between(article, published) if each.code.code == "MG701"]
    assert [each.witness for each in found] == [{"neck_spasm": "yes"}]
    assert len(found[0].labels) == 5, "the rules that forbid it too, and the give"


def test_the_order_in_which_guidelines_are_named_changes_no_place() -> None:
    def places(profiles: list[Profile]) -> set[tuple[str, str, int]]:
        return {
            (each.code.code, each.source.path, each.span.start)
            for each in find_conflicts(profiles).findings
            if each.code.code == "MG701"
        }

    assert places(seeds()) == places(seeds()[::-1])


# --- pruning ----------------------------------------------------------------------------------------------------------


def test_no_conflict_is_lost_by_pruning() -> None:
    """Every pair is compared, those that are passed over too: they have nothing."""
    profiles = []
    for path in sorted(BETWEEN.rglob("*.mg")):
        source = read_source(path)
        assert isinstance(source, SourceFile)
        profiles.append(read(source))
    candidates = set(candidate_pairs(profiles))
    others = [pair for pair in combinations(range(len(profiles)), 2) if pair not in candidates]
    assert len(others) > len(candidates) > 20
    assert [(a, b) for a, b in others if between(profiles[a], profiles[b])] == []


def test_a_salt_that_only_the_other_side_declares_is_not_pruned() -> None:
    one = profile("home", GIVES.replace("drug", "mgcl").replace("substance mgcl", "substance mgcl formula MgCl2"))
    other = profile(
        "ward",
        """\
        substance magnesium formula Mg
        substance magnesium_chloride formula MgCl2, gives 1 magnesium
        input hurt yes or no
        pathway
          when hurt:
            advise against magnesium [r1]
        """,
    )
    assert candidate_pairs([one, other]) == [(0, 1)]
    (found,) = between(one, other)
    assert found.code.code == "MG701"


# --- what counts ------------------------------------------------------------------------------------------------------


def test_populations_that_do_not_meet_do_not_conflict() -> None:
    child = against("hurt").replace("substance", "input age in years, plausible 0 to 120\nsubstance")
    adult = GIVES.replace("    substance", "    input age in years, plausible 0 to 120\n    substance")
    one, other = profile("adult", adult), profile("child", child)
    assert codes(between(one, other)) == ["MG701"]
    apart = [
        read(SourceFile(f"{name}.mg", text.replace("  version", f"  applies when age {when} 18 years\n  version")))
        for name, text, when in (
            ("adult", one.guideline.source.text, "at least"),
            ("child", other.guideline.source.text, "under"),
        )
    ]
    assert between(*apart) == ()


def test_giving_one_of_a_class_is_no_contradiction_to_advice_against_one_member() -> None:
    classes = "substance drug\nsubstance other\nclass both of drug, other\n"
    one = profile("home", classes + "input ill yes or no\npathway\n  when ill:\n    suggest both [r1]\n")
    assert between(one, profile("ward", against("hurt"))) == ()
    whole = against("hurt", drug="both").replace("substance drug\n", classes)
    assert codes(between(one, profile("ward", whole))) == ["MG701"]


def test_a_rule_on_a_regimen_of_several_drugs_forbids_none_of_them_alone() -> None:
    several = """\
        substance drug
        substance other
        input hurt yes or no
        input worse yes or no
        regimen triple
          step 1:
            give 5 mg of drug daily
            give 5 mg of other daily
        pitfall "not both"
          never give triple when hurt
          because "it is too much"
        pathway
          when worse:
            give triple [r1]
        """
    found = between(profile("home", GIVES), profile("ward", several))
    assert codes(found) == ["MG702"]
    alone = several.replace("            give 5 mg of other daily\n", "")
    assert codes(between(profile("home", GIVES), profile("ward", alone))) == ["MG701", "MG702"]


def test_regimens_of_one_name_are_two_ladders() -> None:
    ladder = """\
        substance drug
        input ill yes or no
        regimen care of drug
          step 1: 5 mg of drug daily
          step 2 after 1 week when ill: 10 mg of drug daily
        pathway
          when ill:
            give care [r1]
        """
    head, _, _ = ladder.partition("        pathway")
    other = head + "        pathway\n          when care step at least 1:\n            stop care [r1]\n"
    (found,) = between(profile("home", ladder), profile("ward", other))
    assert found.witness is not None
    assert found.witness["care (ward) step"] == "1"


# --- what is one ------------------------------------------------------------------------------------------------------


def test_names_said_to_be_one_are_one_patient() -> None:
    one, other = profile("home", GIVES), profile("ward", against("not sick", "input sick yes or no"))
    assert codes(between(one, other)) == ["MG701"]
    assert between(one, other, same=Same((read_same("home.ill=ward.sick"),))) == ()
    assert between(one, other, same=Same((read_same("ill=sick"),))) == ()


def test_drugs_said_to_be_one_are_compared() -> None:
    same = Same((read_same("drug=other"),))
    two = against("hurt").replace("drug", "other")
    assert find_conflicts([profile("home", GIVES), profile("ward", two)]).considered == 0
    found = find_conflicts([profile("home", GIVES, same), profile("ward", two, same)], same=same)
    assert codes(found.findings) == ["MG701"]
    assert "taken as one: drug and other" in (found.findings[0].help or "")


LEVEL = 'input level in mmol/L, plausible 0 to 50, loinc "{}"'


@pytest.mark.parametrize(("code", "count"), [("1-8", 0), ("2-6", 1)])
def test_a_name_with_another_code_is_another_input(code: str, count: int) -> None:
    """Nobody has one level over and under 5; two levels may."""
    one = GIVES.replace("input ill yes or no", LEVEL.format("1-8")).replace("when ill", "when level over 5 mmol/L")
    two = against("level under 5 mmol/L", LEVEL.format(code))
    found = between(profile("home", one), profile("ward", two))
    assert len(found) == count
    for each in found:
        assert each.witness is not None
        assert set(each.witness) == {"level (home)", "level (ward)"}
        assert "level (ward) under 5 mmol/L" in each.message


def test_a_name_whose_units_do_not_fit_is_apart_and_a_code_joins_what_is_called_differently() -> None:
    left = profile("home", GIVES + '    input size in cm\n    input na in mmol/L, loinc "2951-2"\n').guideline
    right = profile("ward", against("hurt") + 'input size in kg\ninput sodium in mmol/L, loinc "2951-2"\n').guideline
    matching = match_pair(left, right)
    assert matching.inputs == {"sodium": "na"}
    assert matching.apart == ("size",)
    assert matching.drugs == {"drug": "drug"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("home.il=ward.hurt", "'home.il' names nothing; did you mean 'ill'?"),
        ("hoem.ill=ward.hurt", "'hoem.ill' names no guideline that is compared; did you mean 'home'?"),
        ("home.size=ward.hurt", "home.size and ward.hurt cannot be the same: their kinds, or units, do not fit"),
    ],
)
def test_what_names_nothing_is_refused_with_the_nearest_name(said: str, message: str) -> None:
    every = [profile("home", GIVES + "    input size in cm\n").guideline, profile("ward", against("hurt")).guideline]
    with pytest.raises(NotSame) as fault:
        check_same(Same((read_same(said),)), every)
    assert str(fault.value) == message


@pytest.mark.parametrize("text", ["", "a.x", "a.x=", "a.x=b.y=c.z", "a.x=a.x", "x == y"])
def test_what_is_no_pair_is_refused(text: str) -> None:
    with pytest.raises(NotSame):
        read_same(text)


def test_a_file_of_names_has_comments_and_says_the_line_of_a_fault() -> None:
    assert len(list(read_map("# names\n\na.x = b.y # one\nc = d\n"))) == 2
    with pytest.raises(NotSame, match=r"line 2: 'a\.x' is not of the form"):
        list(read_map("a.x = b.y\na.x\n"))


def test_what_is_the_same_as_the_same_is_the_same() -> None:
    same = Same((read_same("a=b"), read_same("b=c"), read_same("d=e")))
    assert sorted(map(len, same.groups)) == [2, 3]


# --- allow, and what is not decided -----------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [0, 1])
def test_an_allow_at_either_place_silences_the_finding(side: int) -> None:
    texts = [GIVES, GIVES.replace("ill", "unwell")]
    assert codes(between(*(profile(f"g{n}", text) for n, text in enumerate(texts)))) == ["MG702"]
    texts[side] = texts[side].rstrip() + ' allow MG702 because "a load, then the rest"\n'
    assert between(*(profile(f"g{n}", text) for n, text in enumerate(texts))) == ()


def test_an_allow_of_another_place_silences_nothing() -> None:
    other = GIVES.replace("ill", "unwell").replace("input", "input", 1) + (
        '    pathway more\n      when unwell:\n        note "x" allow MG702 because "elsewhere"\n'
    )
    assert codes(between(profile("home", GIVES), profile("ward", other))) == ["MG702"]


def test_a_check_of_one_guideline_leaves_such_an_allow_alone() -> None:
    text = profile("home", GIVES.rstrip() + ' allow MG702 because "meant"\n').guideline.source.text
    assert check_text(text).diagnostics == ()


def test_what_the_budget_does_not_suffice_for_is_not_decided() -> None:
    found = between(*seeds()[:2], budget=Budget(1))
    assert codes(found) == ["MG000"]
    assert "took more than 1 step" in found[0].message
    assert found[0].labels[0].source is not None


def test_two_inputs_of_one_title_are_told_apart_and_the_reader_how_to_take_them_as_one() -> None:
    text = """
        substance warfarin formula C19H16O4
        input {name} "Level" in mg/L, plausible 0 to 20
        pathway
          decide "Level" by {name}
            at most {limit} mg/L:
              give 5 mg of warfarin daily [r1]
            over {limit} mg/L:
              hold warfarin [r1]
    """
    home, ward = (text.format(name="level", limit=5), text.format(name="measured", limit=4))
    found = [each for each in between(profile("home", home), profile("ward", ward)) if each.code.code == "MG701"]
    assert "Level (home) over 5 mg/L, Level (ward) at most 4 mg/L" in found[0].message
    assert all(
        "called “Level”: if they are one, `--same home.level=ward.measured`" in (each.help or "") for each in found
    )
    one = Same((read_same("home.level=ward.measured"),))
    alike = [each for each in between(profile("home", home), profile("ward", ward), same=one) if "(" in each.message]
    assert alike == []


def test_whom_both_are_for_is_said_where_the_two_are_for_others() -> None:
    """Sixteen is in both: the reader must not think that all with a fever are meant."""
    texts = (("adult", "at least", "give 300 mg of drug once"), ("child", "at most", "advise against drug"))
    body = "substance drug\ninput age in years, plausible 0 to 120\ninput fever yes or no\n"
    both = []
    for name, when, says in texts:
        text = profile(name, f"{body}pathway\n  when fever:\n    {says} [r1]\n").guideline.source.text
        text = text.replace("  version", f"  applies when age {when} 16 years\n  version")
        both.append(read(SourceFile(f"{name}.mg", text)))
    (found,) = between(*both)
    assert found.message.endswith(": age exactly 16 years, fever yes")
