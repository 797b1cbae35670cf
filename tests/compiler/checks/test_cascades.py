"""One root cause, one finding: what follows from a fault that is told already is not told again."""

from __future__ import annotations

from textwrap import dedent

import pytest

from .conftest import Find

INPUTS = """\
source r1 "R"
input age in years, plausible 18 to 120
input pain yes or no
input potassium in mmol/L, plausible 1 to 10
"""


def codes(find: Find, text: str) -> list[str]:
    """The codes found, those about sources included."""
    return [one.code.code for one in find(INPUTS + text, *ABOUT)]


ABOUT = ("MG003", "MG011", "MG020", "MG029", "MG105", "MG110", "MG800", "MG801", "MG807")


@pytest.mark.parametrize(
    "text",
    [
        'pathway\n  advise "a" [smpc]\n  advise "b" [r1]\n',
        'pathway\n  when pain [smpc]:\n    advise "a"\n  advise "b" [r1]\n',
        'pathway\n  follow care [smpc]\n  advise "b" [r1]\npart care\n  advise "a"\n',
        'monitor bloods: potassium\n  at baseline [smpc]\npathway\n  start bloods\n  advise "b" [r1]\n',
    ],
)
def test_an_unknown_source_is_one_finding_and_no_missing_citation(find: Find, text: str) -> None:
    assert codes(find, text) == ["MG801"]


def test_another_recommendation_beside_an_unknown_source_is_still_uncited(find: Find) -> None:
    assert codes(find, 'pathway\n  advise "a" [smpc]\n  advise "b"\n  advise "c" [r1]\n') == ["MG801", "MG800"]


def test_no_citation_is_missed_while_the_guideline_was_not_read_whole(find: Find) -> None:
    """The line that cannot be read may be the one that cites; an `allow` for it is not called useless either."""
    body = 'pathway\n  advise "a"\n  advize "b" [r1]\n'
    assert not {"MG800", "MG807", "MG029"}.intersection(codes(find, body))
    assert find(INPUTS + body)  # the line is told
    allowed = 'pathway\n  advise "a" [r1] allow MG800 because "b"\n'
    assert codes(find, allowed) == ["MG029"]
    assert "MG029" not in codes(find, allowed + '  when nonsense:\n    advise "b" [r1]\n')


def test_a_source_that_nothing_cites_is_told_of_a_guideline_read_whole(find: Find) -> None:
    assert codes(find, 'pathway\n  note "a"\n') == ["MG807"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('pathway\n  when age under 12 years:\n    advise "a" [r1]\n', ["MG110"]),
        ('define young: age under 12 years\npathway\n  when young:\n    advise "a" [r1]\n', ["MG110"]),
        (
            'pathway\n  decide by age\n    under 150 years:\n      note "a"\n    otherwise:\n      advise "a" [r1]\n',
            ["MG110"],
        ),
    ],
)
def test_a_number_out_of_bounds_is_not_unreachable_besides(find: Find, text: str, wanted: list[str]) -> None:
    assert codes(find, text) == wanted


def test_a_bound_that_shuts_out_several_thresholds_is_one_finding_that_names_them(find: Find) -> None:
    rows = "under 130 years | 0\n  130 to under 150 years | 1\n  at least 150 years | 2"
    text = (
        f"{INPUTS}table by age gives risk\n  {rows}\npathway\n  report risk [r1]\n  when age over 160 years:\n    end\n"
    )
    (found,) = find(text, *ABOUT, "MG305", "MG109", "MG203")
    assert found.source.slice(found.span) == "120"
    assert "130, 150 and 160 years are outside the plausible 18 to 120 years of `age`" in found.message
    assert len(found.labels) == 5


def test_an_end_of_the_bounds_that_shuts_out_too_little_and_one_too_much_are_two_findings(find: Find) -> None:
    text = f'{INPUTS}pathway\n  when age under 12 years:\n    note "a"\n  when age over 150 years:\n    note "b"\n'
    assert [one.code.code for one in find(text, "MG110")] == ["MG110", "MG110"]


def test_a_guideline_for_nobody_by_a_number_out_of_bounds_is_one_finding(find: Find) -> None:
    text = f'  applies when age under 12 years\n{INPUTS}pathway\n  advise "a" [r1]\n'
    assert [one.code.code for one in find(text, *ABOUT)] == ["MG110"]


def test_a_branch_out_of_place_is_not_unreachable_besides(find: Find) -> None:
    branches = 'otherwise:\n      note "a"\n    pain:\n      note "b"\n    not pain:\n      advise "c" [r1]'
    text = f'pathway\n  decide "x"\n    {branches}\n'
    assert codes(find, text) == ["MG020"]


def test_a_contradiction_is_still_unreachable(find: Find) -> None:
    text = 'pathway\n  when age under 40 years:\n    when age over 50 years:\n      advise "a" [r1]\n'
    assert codes(find, text) == ["MG105"]


def test_a_body_that_rules_keep_everybody_from_is_the_broken_rule_alone(find: Find) -> None:
    """Whoever is allergic halts at the doses above, in whichever branch: that the `when` comes too late is MG401."""
    text = """
    input allergic yes or no
    input dialysis yes or no
    pitfall "Allergy" [r1]
      never give amoxicillin when allergic
    pathway
      decide
        dialysis:
          give 250 mg of amoxicillin daily [r1]
        not dialysis:
          give 500 mg of amoxicillin daily [r1]
        unknown:
          give 250 mg of amoxicillin daily [r1]
      when allergic:
        advise against amoxicillin [r1]
        end
    """
    text = 'source r1 "R"\nsubstance amoxicillin\n' + dedent(text).lstrip()
    assert {one.code.code for one in find(text, "MG105", "MG109", "MG401")} == {"MG401"}
    elsewhere = text.replace("  when allergic:", "  when dialysis and not dialysis:")
    assert {one.code.code for one in find(elsewhere, "MG105", "MG401")} == {"MG105", "MG401"}
