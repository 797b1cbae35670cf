"""MG805 and MG806: what published estimates look like is never found, slips and misread results are."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from milligram.checks.mg805_estimate_off import LEAN
from milligram.diagnostics import Diagnostic

from .conftest import Find


def _findings(find: Find, *lines: str) -> list[Diagnostic]:
    text = 'source r1 "R"\n' + "".join(f"  finding {line}\n" for line in lines) + 'pathway\n  advise "a" [r1]\n'
    found: list[Diagnostic] = find(text, "MG805", "MG806")
    return found


def _off(find: Find, *estimates: str) -> list[str]:
    """The estimates that are found, of those given."""
    found = _findings(find, *(f'"outcome" {each}' for each in estimates))
    assert {one.code.code for one in found} <= {"MG805"}
    return [one.source.slice(one.span) for one in found]


# --- MG805 ------------------------------------------------------------------------------------------------------------

PUBLISHED = (
    "MD -0.18 (95% CI -0.84 to 0.49)",
    "RR 1.04 (95% CI 0.84 to 1.29)",
    "RR 0.30 (95% CI 0.19 to 0.46)",
    "HR 0.66 (95% CI 0.53 to 0.82)",
    "OR 0.5 (95% CI 0.3 to 0.9)",
    "OR 2 (95% CI 1 to 3)",
    "RR 0.02 (95% CI 0.00 to 0.33)",
    "SMD -0.5 (95% CI -1 to 0)",
    "MD 480 (95% CI 120 to 840)",
    "RD 0 (95% CI -0.01 to 0.01)",
    "HR 1 (99% CI 0.5 to 2)",
)


@pytest.mark.parametrize("estimate", PUBLISHED)
def test_estimates_as_they_are_published_pass(find: Find, estimate: str) -> None:
    assert _off(find, estimate) == []


def test_no_rounding_of_a_true_interval_is_found(find: Find) -> None:
    """Estimates with standard errors at random, to 1, 2 or 3 places, every number rounded by itself."""
    dice = random.Random(805)
    lines = []
    for _ in range(400):
        middle, error, places = dice.uniform(-2, 2), dice.uniform(0.01, 1.2), dice.randint(1, 3)
        ends = (middle, middle - 1.96 * error, middle + 1.96 * error)
        lines.append("MD {:.{p}f} (95% CI {:.{p}f} to {:.{p}f})".format(*ends, p=places))
        ratio = [math.exp(each) for each in ends]
        lines.append("RR {:.{p}f} (95% CI {:.{p}f} to {:.{p}f})".format(*ratio, p=places))
    assert _off(find, *lines) == []


def test_exact_intervals_of_seven_events_and_more_pass(find: Find) -> None:
    """A count's exact interval by the Poisson distribution, from its tails, found by halving."""

    def tail(count: int, mean: float) -> float:
        return sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1))

    def solved(count: int, share: float) -> float:
        low, high = 1e-9, 10.0 * count + 20
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if tail(count, middle) > share else (low, middle)
        return low

    def line(n: int) -> str:
        return f"IRR {n}.00 (95% CI {solved(n - 1, 0.975):.2f} to {solved(n, 0.025):.2f})"

    assert "2.81 to 14.42" in line(7)
    assert _off(find, *(line(n) for n in range(7, 60))) == []
    assert _off(find, line(4)) == [line(4)], "four events lean more than the tolerance"


def test_found_exactly_where_no_numbers_within_the_digits_could_fit(find: Find) -> None:
    """Against a search through unrounded numbers, ends of the digits included: one fits, or the estimate is found."""
    dice = random.Random(1)

    def near(text: str) -> list[Fraction]:
        half = Fraction(1, 2) / 10 ** len(text.partition(".")[2])
        return [Fraction(text) + half * Fraction(step, 4) for step in range(-4, 5)]

    def fits(value: str, low: str, high: str) -> bool:
        return any(
            abs(v - (a + b) / 2) <= LEAN * (b - a) / 2 for a in near(low) for b in near(high) for v in near(value)
        )

    seen = {True: 0, False: 0}
    for _ in range(150):
        low, high = sorted(dice.uniform(-1, 1) for _ in range(2))
        value = (low + high) / 2 + dice.uniform(-0.3, 0.3) * (high - low)
        texts = (f"{value:.1f}", f"{low:.2f}", f"{high:.2f}")
        if not fits(*texts) and _off(find, "MD {} (95% CI {} to {})".format(*texts)) == []:
            pytest.fail(f"nothing fits, and nothing is found: {texts}")
        if fits(*texts):
            assert _off(find, "MD {} (95% CI {} to {})".format(*texts)) == [], texts
        seen[fits(*texts)] += 1
    assert min(seen.values()) >= 20


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        ("MD 0.18 (95% CI -0.84 to 0.49)", ["-0.175", "with -0.18"]),
        ("MD -0.18 (95% CI 0.84 to 0.49)", ["runs backwards", "with -0.84"]),
        ("MD -0.18 (95% CI 0.49 to -0.84)", ["runs backwards", "write the lower limit first"]),
        ("RR 0.30 (95% CI 0.19 to 0.64)", ["0.349 on the log scale", "compare the three numbers"]),
        ("RR 0.30 (95% CI 0.10 to 0.50)", ["0.224 on the log scale", "if it is a difference"]),
        ("MD 1.04 (95% CI 0.54 to 2.00)", ["1.27", "if it is a ratio"]),
        ("RR 1.40 (95% CI 0.84 to 1.29)", ["outside its own interval, 0.84 to 1.29"]),
        ("HR -0.18 (95% CI -0.84 to 0.49)", ["has -0.18, which is under 0, and a ratio never is"]),
        ("sensitivity 0.99 (95% CI 0.81 to 0.95)", ["outside its own interval"]),
    ],
)
def test_a_slip_is_told_with_the_sum_and_what_explains_it(find: Find, estimate: str, words: list[str]) -> None:
    (one,) = _findings(find, f'"outcome" {estimate}')
    said = f"{one.message} {one.help}"
    assert [each for each in words if each not in said] == []


@pytest.mark.parametrize(
    "estimate",
    [
        "MD 5 (95% CI 1 to 3)",
        "NNT 25 (95% CI 12 to -300)",
        "sensitivity 0.94 (95% CI 0.81 to 0.95)",
        "RR 0.5",
    ],
)
def test_only_what_can_be_judged_is(find: Find, estimate: str) -> None:
    assert _off(find, estimate) == ([estimate] if estimate.startswith("MD 5") else [])


# --- MG806 ------------------------------------------------------------------------------------------------------------

APART = "RR 0.80 (95% CI 0.72 to 0.89)"
ACROSS = "RR 0.96 (95% CI 0.84 to 1.10)"


def _misread(find: Find, text: str, estimate: str) -> list[str]:
    return [one.source.slice(one.span) for one in _findings(find, f'"{text}" {estimate}')]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no effect on deaths", "no effect"),
        ("deaths: no significant difference", "no significant difference"),
        ("No difference between the groups", "No difference"),
        ("cramps, not significantly different", "not significantly different"),
        ("no different from placebo", "no different"),
        ("no better than placebo", "no better than"),
        ("does not reduce deaths", "does not reduce"),
        ("deaths did not differ", "did not differ"),
        ("identical between the groups", "identical"),
        ("deaths, nonsignificant", "nonsignificant"),
        ("deaths, without any effect", "without any effect"),
    ],
)
def test_no_effect_is_a_contradiction_of_an_interval_that_excludes_it(find: Find, text: str, words: str) -> None:
    assert _misread(find, text, APART) == [words]
    assert _misread(find, text, ACROSS) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("aspirin reduces strokes", "reduces"),
        ("prevents non-fatal strokes", "prevents"),
        ("fewer strokes than with placebo", "fewer strokes than with placebo"),
        ("pain better than in the control", "better than in the control"),
        ("significantly lower pressure", "significantly lower"),
        ("increases survival", "increases"),
        ("superior to usual care", "superior to usual care"),
        ("a statistically significant reduction", "statistically significant reduction"),
    ],
)
def test_an_effect_is_a_contradiction_of_an_interval_that_includes_none(find: Find, text: str, words: str) -> None:
    assert _misread(find, text, ACROSS) == [words]
    assert _misread(find, text, APART) == []


@pytest.mark.parametrize(
    "text",
    [
        "cramps per week",
        "25% or better fall in cramp rate",
        "25% or better fall in cramp rate, as with placebo",
        "reduced kidney function",
        "improved walking after a year",
        "pain lower than 4 cm",
        "no improvement after two weeks",
        "did not improve",
        "people who needed no pain relief",
        "no clinically important difference",
        "no meaningful effect on pain",
        "little or no difference in deaths",
        "little to no effect on deaths",
        "may reduce strokes",
        "probably reduces strokes",
        "whether it reduces strokes is unclear",
        "does it reduce strokes?",
        "not shown that it reduces strokes",
        "no effect on deaths, fewer strokes",
        "no difference in deaths, but strokes were rarer",
        "reduces strokes; no effect on deaths",
        "not inferior to placebo",
        "women with lower back pain, dose increases",
        "patients with identical twins",
    ],
)
def test_outcomes_hedges_and_sizes_are_left_alone(find: Find, text: str) -> None:
    assert _misread(find, text, APART) == []
    assert _misread(find, text, ACROSS) == []


@pytest.mark.parametrize(
    ("text", "estimate"),
    [
        ("reduces strokes", "HR 0.90 (95% CI 0.81 to 1.00)"),
        ("no effect on strokes", "HR 0.90 (95% CI 0.81 to 1.00)"),
        ("reduces strokes", "HR 0.91 (95% CI 0.83 to 1.00)"),
        ("no effect on pain", "MD -0.3 (95% CI -0.6 to 0.0)"),
        ("reduces pain", "ratio 0.96 (95% CI 0.84 to 1.10)"),
        ("reduces pain", "MD -0.3"),
    ],
)
def test_a_limit_on_the_null_and_a_measure_without_one_are_left_alone(find: Find, text: str, estimate: str) -> None:
    assert _misread(find, text, estimate) == []


def test_a_difference_has_its_null_at_0(find: Find) -> None:
    (one,) = _findings(find, '"no effect on pain" MD 1.0 (95% CI 0.5 to 1.5)')
    assert one.message == "`no effect`, yet the interval of MD 1.0 excludes 0: an effect was found"
    (one,) = _findings(find, '"reduces pain" MD -0.2 (95% CI -1.5 to 1.1)')
    assert one.message == "`reduces`, yet the interval of MD -0.2 includes 0: no effect was shown"
