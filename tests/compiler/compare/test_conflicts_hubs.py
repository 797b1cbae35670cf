"""Drugs that many guidelines have to do with: told together, for one patient each, and neither more nor less than pair
by pair."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest
from milligram.compare.conflicts import candidates, together
from milligram.compare.conflicts.find import Report, find_conflicts
from milligram.compare.conflicts.index import Profile
from milligram.compare.conflicts.matching import NOTHING_SAID, Same, read_same
from milligram.diagnostics import Diagnostic, render_text

from .test_conflicts import profile
from .test_conflicts_random import _guideline, _truth

Said = tuple[str, str, str]
"""A code and two guidelines by name, in order."""

HEADS = 12


@pytest.fixture
def all_are_hubs(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few guidelines have to do with a drug, they are told together."""
    monkeypatch.setattr(candidates, "MOST_PAIRS", 0)


def said(each: Diagnostic) -> set[Said]:
    """Every two guidelines that a finding is about."""

    def name(path: str) -> str:
        return path.removesuffix(".mg")

    def two(one: str, other: str) -> Said:
        first, second = sorted((one, other))
        return each.code.code, first, second

    first = name(each.source.path)
    others = [(name(label.source.path), label.text) for label in each.labels if label.source is not None]
    if each.code.code == "MG704":
        ways = [first, *(one for one, text in others if text == "and by this")]
        return {two(*pair) for pair in product(ways, [one for one, text in others if text != "and by this"])}
    if each.code.code != "MG701":
        return {two(*pair) for pair in combinations(dict.fromkeys([first, *(one for one, _ in others)]), 2)}
    forbidders = [first, *(one for one, text in others if text.endswith("too"))]
    givers = [one for one, text in others if not text.endswith("too")]
    return {two(*pair) for pair in product(givers, forbidders) if pair[0] != pair[1]}


def found_by(report: Report) -> set[Said]:
    return set().union(*map(said, report.findings))


def giver(name: str, *, when: str = "problem is gout", declared: str = "", same: Same = NOTHING_SAID) -> Profile:
    text = f"substance drug formula C8H9NO2\ninput problem one of gout, flu\n{declared}pathway\n  when {when}:\n"
    return profile(name, f"{text}    give 5 mg of drug daily [r1]\n", same)


@pytest.mark.usefixtures("all_are_hubs")
@pytest.mark.parametrize("seed", range(5))
def test_what_many_say_is_what_the_interpreter_shows_of_every_two(seed: int) -> None:
    """Five random guidelines: an oracle that tries every patient of every pair has the same codes for the same two."""
    rng = Random(seed)
    every = [_guideline(rng, f"g{number}") for number in range(5)]
    truth = {
        (code, one.guideline.name, other.guideline.name)
        for one, other in combinations(every, 2)
        for code in _truth(one, other)
    }
    report = find_conflicts(every)
    assert found_by(report) == truth
    assert report.pairs == report.considered + report.together + report.pruned == 10


@pytest.mark.parametrize("seed", range(5))
def test_no_pair_with_something_between_is_left_out(seed: int) -> None:
    rng = Random(100 + seed)
    every = [_guideline(rng, f"g{number}") for number in range(5)]
    truth = {pair for pair in combinations(range(5), 2) if _truth(*(every[number] for number in pair))}
    assert truth <= set(candidates.candidate_pairs(every))


def test_forty_that_give_one_drug_are_one_finding_for_each_problem() -> None:
    every = [giver(f"g{number}", when=f"problem is {('gout', 'flu')[number % 2]}") for number in range(40)]
    report = find_conflicts(every)
    assert [each.message for each in report.findings] == ["20 guidelines give drug to one patient"] * 2
    assert [each.witness for each in report.findings] == [{"problem": "gout"}, {"problem": "flu"}]
    assert [len(each.labels) for each in report.findings] == [19, 19]
    assert (report.pairs, report.considered, report.together) == (780, 0, 380)
    text = render_text(report.findings[:1], width=80)
    assert "= and: 7 places more" in text
    assert "given by g0, g2, g4, g6, g8, g10, g12, g14, g16, g18, g20, g22 and 8 more" in " ".join(text.split())


def test_one_that_forbids_what_forty_give_is_one_finding() -> None:
    every = [giver(f"g{number}") for number in range(40)]
    ward = profile("ward", "substance drug\ninput ill yes or no\npathway\n  when ill:\n    advise against drug [r1]\n")
    (found,) = [each for each in find_conflicts([*every, ward]).findings if each.code.code == "MG701"]
    assert found.message == "40 guidelines give drug to a patient for whom ward advises against it"
    assert found.source.path == "ward.mg"
    assert found.witness == {"ill": "yes", "problem": "gout"}
    assert len(found.labels) == 40


def test_patients_with_the_same_rules_against_them_are_one_finding() -> None:
    """Whoever mends the rule mends it for both problems."""
    every = [giver(f"g{number}", when=f"problem is {('gout', 'flu')[number % 2]}") for number in range(40)]
    ward = profile("ward", "substance drug\ninput ill yes or no\npathway\n  when ill:\n    advise against drug [r1]\n")
    (found,) = [each for each in find_conflicts([*every, ward]).findings if each.code.code == "MG701"]
    assert found.message == "40 guidelines give drug to patients for whom ward advises against it"
    assert "each to one of 2 patients, of whom one is shown" in (found.help or "")
    assert len(found.labels) == 40


def test_two_of_many_are_told_as_two_with_the_region() -> None:
    """What only two of forty say to one patient is the finding that these two alone would have."""
    every = []
    declared = "".join(f"input sign_{number} yes or no\n" for number in range(40))
    for number in range(40):
        others = " and ".join(f"not sign_{other}" for other in range(number))
        when = f"sign_{number}" if number < 2 else f"sign_{number} and {others}"
        every.append(giver(f"g{number}", when=when, declared=declared))
    report = find_conflicts(every)
    (found,) = report.findings
    assert found.message == "g0 and g1 both give drug to one patient: sign 0 yes, sign 1 yes"
    assert report.considered == 1


def test_what_two_say_of_one_drug_is_told_alone_and_of_another_with_all() -> None:
    """Forty give a drug to all, and two of them another one besides: three findings would tell the first one twice."""
    every = [giver(f"g{number}") for number in range(40)]
    for number in range(2):
        text = every[number].guideline.source.text.partition("source r1")[2].partition("\n")[2]
        text = text.replace("substance", "substance other formula C2H6O\nsubstance", 1)
        every[number] = profile(f"g{number}", text + "    give 5 mg of other daily [r1]\n")
    forbids = "substance other formula C2H6O\npathway\n  when problem is flu:\n    advise against other [r1]\n"
    every += [profile(f"w{n}", "input problem one of gout, flu\n" + forbids) for n in range(40)]
    told = [each.message.partition(":")[0] for each in find_conflicts(every).findings]
    assert told == ["40 guidelines give drug to one patient", "g0 and g1 both give other to one patient"]


def test_an_allow_at_one_place_leaves_the_others_told() -> None:
    every = [giver(f"g{number}") for number in range(40)]
    text = every[0].guideline.source.text.rstrip().partition("source r1")[2].partition("\n")[2]
    every[0] = profile("g0", text + ' allow MG702 because "the first dose"\n')
    (found,) = find_conflicts(every).findings
    assert found.message == "39 guidelines give drug to one patient"


LEVEL = 'input {name} in {unit} of drug, plausible 0 to 500, loinc "1-8"\n'


def test_one_patient_is_told_to_each_in_its_own_names_and_units() -> None:
    """A code joins two names, and mg/dL and mmol/L are one number: over 2 mmol/L is over 30 mg/dL."""
    every = []
    for number in range(40):
        name, unit, limit = ("level", "mmol/L", 2) if number % 2 else ("measured", "mg/dL", 31)
        declared = LEVEL.format(name=name, unit=unit)
        every.append(giver(f"g{number}", when=f"{name} over {limit} {unit}", declared=declared))
    (found,) = find_conflicts(every).findings
    assert found.message == "40 guidelines give drug to one patient"
    (value,) = (found.witness or {}).values()
    assert value.endswith("mg/dL")


def test_names_said_to_be_one_are_one_patient_to_many() -> None:
    same = Same((read_same("g0.sick=g1.ill"),))
    one = [
        giver(f"g{number}", when="sick" if number == 0 else "not ill", same=same,
              declared=f"input {'sick' if number == 0 else 'ill'} yes or no\n")
        for number in range(40)
    ]  # fmt: skip
    report = find_conflicts(one, same=same)
    assert ("MG702", "g0", "g1") not in found_by(report)
    assert ("MG702", "g0", "g2") in found_by(report)


def test_what_is_not_looked_at_is_told_with_its_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST_PATIENTS", 1)
    every = [giver(f"g{number}", when=f"problem is {('gout', 'flu')[number % 2]}") for number in range(40)]
    told = find_conflicts(every).findings
    assert [each.code.code for each in told] == ["MG702", "MG000"]
    assert told[1].message == (
        "whether 190 pairs of guidelines both give drug to one patient is not decided: it would take more than 1 "
        "patients, 1,500 proofs or 40,000,000 steps"
    )


NOTES = 'pathway\n  when febrile:\n    note "warm"\n'


def test_one_name_with_two_limits_in_forty_is_one_finding() -> None:
    """Twenty say over 38 °C, nineteen over 38.5 °C, one says at least 38 °C, which is another limit."""
    text = "input temperature in Cel, plausible 30 to 45\ndefine febrile: temperature {limit} Cel\n" + NOTES
    limits = ["over 38"] * 20 + ["over 38.5"] * 19 + ["at least 38"]
    every = [profile(f"g{number}", text.format(limit=limit)) for number, limit in enumerate(limits)]
    report = find_conflicts(every)
    assert [each.message for each in report.findings] == [
        f"febrile is {said}"
        for said in (
            "true by g0 and 19 more and false by g20 and 18 more for one patient: temperature over 38 to 38.5 Cel",
            "false by g0 and 19 more and true by g39 for one patient: temperature exactly 38 Cel",
            "false by g20 and 18 more and true by g39 for one patient: temperature 38 to 38.5 Cel",
        )
    ]
    assert [len(each.labels) for each in report.findings] == [39 - 1, 20, 19]
    assert (report.pairs, report.considered, report.together) == (780, 0, 20 * 19 + 20 + 19)


def test_forty_limits_of_one_name_are_told_for_some_and_the_rest_counted() -> None:
    text = "input temperature in Cel, plausible 30 to 45\ndefine febrile: temperature over {limit} Cel\n" + NOTES
    every = [profile(f"g{number}", text.format(limit=f"38.{number:02}")) for number in range(40)]
    *found, rest = find_conflicts(every).findings
    assert {each.code.code for each in found} == {"MG704"}
    assert len(found) == 45
    assert rest.message == (
        "whether 735 pairs of ways to define febrile differ for somebody is not decided: 45 pairs of ways are looked at"
    )


def test_one_of_two_conditions_is_enough_to_be_in_the_group() -> None:
    """A guess takes one way to come to each place: no single input decides `a or b`."""
    declared = "".join(f"input sign_{number} yes or no\n" for number in range(40)) + "input level in kg\n"
    every = [giver(f"g{n}", when=f"sign_{n} or level over {n} kg", declared=declared) for n in range(40)]
    report = find_conflicts(every)
    assert [each.message for each in report.findings] == ["40 guidelines give drug to one patient"]
    assert report.considered == 0
