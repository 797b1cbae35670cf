"""Words of the language that mean something together, or something else in their line, in one line each.

Enters: a line without its texts and comments, and a place in it. Leaves: the words there and what they say; what a word
says by itself stands in `keywords`.

    applies when age at least 18 years   ->   `applies when`, `at least`
    finding "cramps" RR 1.04 (95% CI 0.84 to 1.29)   ->   `RR`, `95% CI`, and `to` of an interval
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from milligram.source import Span

_ESTIMATES: Mapping[str, str] = {
    "RR": "risk ratio: the risk with the treatment over that without; 1 is no difference",
    "OR": "odds ratio: the odds with the treatment over those without; 1 is no difference",
    "HR": "hazard ratio: the rate of events with the treatment over that without; 1 is no difference",
    "MD": "mean difference, in the unit of the outcome; 0 is no difference",
    "SMD": "standardised mean difference, in standard deviations; 0 is no difference",
    "RD": "risk difference: the risk with the treatment less that without; 0 is no difference",
}
_FREQUENCIES: Mapping[str, str] = {
    "very common": "at least 1 in 10",
    "common": "1 in 100 to under 1 in 10",
    "uncommon": "1 in 1,000 to under 1 in 100",
    "rare": "1 in 10,000 to under 1 in 1,000",
    "very rare": "under 1 in 10,000",
}
"""As product information uses the words (CIOMS; European Commission, guideline on summaries of product characteristics,
2009)."""

_PHRASES: tuple[tuple[str, str], ...] = (
    (r"^ *(applies when)\b", "`applies when C`: for whom the guideline holds; others get no advice"),
    (r"^ *(review by)\b", "`review by 2028-11-22`: from then on the guideline is overdue"),
    (r"^ *status +(draft)\b", "`draft`: not released for use"),
    (r"^ *status +(active)\b", "`active`: released for use"),
    (r"^ *status +(retired)\b", "`retired`: no longer for use"),
    (r"^ *(for) +\"", '`for "…"` in the header: whom the guideline is for'),
    (r"^ *(impossible when)\b", "`impossible when C`: no patient is like this, so that no check asks for one"),
    (r"\b(yes or no)\b", "`yes or no`: an input that is true, false or unknown"),
    (r"\b(one of)\b", "`one of a, b`: an input that is exactly one of these words, or unknown"),
    (r"\b(any of)(?= *:| *$)", "`any of:` at least one of the conditions below holds"),
    (r"\b(any of)\b", "`any of a, b`: an input that may be several of these words, none, or unknown"),
    (r"\b(all of)\b", "`all of:` every condition below holds"),
    (r"\b(at least [0-9]+ of)\b", "`at least 2 of:` so many of the conditions below hold"),
    (r"\b(at least)\b", "`at least 20`: 20 or more; 20 itself counts"),
    (r"\b(at most)\b", "`at most 20`: 20 or less; 20 itself counts. In a dose or regimen, its limit"),
    (r"\b(to under)\b", "`20 to under 30`: 20 itself counts, 30 does not"),
    (r"\b(at night)\b", "`at night`: once a day, in the evening"),
    (r"\b(at baseline)\b", "`at baseline`: measured before the first dose"),
    (r"\b(as needed)\b", "`as needed`: no fixed times"),
    (r"\b(by weight)\b", "`by weight`: a dose per kg, for the patient's weight"),
    (r"\b(is known)\b", "`X is known`: its value is there"),
    (r"\b(is unknown)\b", "`X is unknown`: its value is not there"),
    (r"\b(is not)\b", "`X is not a, b`: none of these; where X is unknown, so is this"),
    (r"\b(years since)\b", "`years since DATE`: completed years at the input `today`"),
    (r"\b(first that applies)\b", "`first that applies`: the first line that holds decides; else just one must hold"),
    (
        r"\b(rounded (?:(?:up|down) )?to)\b",
        "`rounded [up or down] to Q`: the whole formula to a multiple of Q; halves away from zero",
    ),
    (
        r"\b(differs from source)\b",
        '`differs from source "…" because "…"`: where the guideline departs from its source, and why',
    ),
    (
        r"^ *([a-z_]+ differs)\b",
        '`population differs because "…"`: how the patients of the source are not those of the guideline',
    ),
    (r"\b(supported by)\b", "`supported by r1`: the source bears the claim out"),
    (r"\b(contradicted by)\b", "`contradicted by r1`: the source says otherwise"),
    (r"\b(advise against)\b", "`advise against X`: X is not to be given to these patients"),
    (r"\b(dose unspecified)\b", '`give X, dose unspecified "…"`: the source gives no dose'),
    (r"\b(refer to)\b", '`refer to "…"`: to whom the patient is sent'),
    (
        r"\b(never give)\b",
        "`never give X when C`: no pathway breaks it, which is proved; where C is unknown, no X either",
    ),
    (r"^ *never give .*?\b(when)\b", "`never give X when C`: for whom the rule holds; where C is unknown, no X either"),
    (r"^ *caution .*?\b(when)\b", "`caution X when C: STATEMENT`: said with X to these patients"),
    (r"^ *(?:step|then)\b.*?\b(when)\b", "`step 2 after Q when C`: the step is taken once C holds"),
    (r"^ *(back to step)\b", "`back to step 1 after Q when C`: goes down the ladder again"),
    (r"^ *(stop when)\b", "`stop when C`: the regimen ends when C holds"),
    (r"^ *(hold while)\b", "`hold while C`: the regimen pauses as long as C holds"),
    (r"^ *-?[0-9.]+ +(when)\b", "`2 when C`: so many points if C holds; while C is unknown, they may still come"),
    (
        r"^ *(?:every|after|unspecified|at baseline)\b.*?\b(when)\b",
        "`every 3 months when C`: measured so often while C holds",
    ),
    (r"\( *(also)\b", "`(also 1.4 mEq/L)`: the same in another unit; the first decides, both must agree"),
    (r"\b(95% CI)\b", "`95% CI`: the interval of confidence; the true value is likely in it"),
    (r"\bCI +-?[0-9.]+ +(to)\b", "`(95% CI 0.84 to 1.29)`: from here to there"),
    (r"^ *expect (no)\b", "`expect no STATEMENT`: must not come out of the case"),
    (
        r"^ *expect (give|advise|order|ask|start|stop|hold|refer|note|suggest)\b",
        "`expect STATEMENT`: must come out of the case",
    ),
    (r"\b(none)(?= *,| *$)", "`none`: none of its words; unlike a value that is not there"),
    (r"^ *(route [a-z_]+)\b", "`route oral`: how the regimen is given"),
)
_READ = tuple((re.compile(pattern), line) for pattern, line in _PHRASES)
_ESTIMATE = re.compile(rf"\b({'|'.join(_ESTIMATES)})\b(?= +-?[0-9])")
_FREQUENCY = re.compile(r"^ *effect\b.*?\b((?:very +)?(?:common|rare)|uncommon)\b")
_FIELD = re.compile(r"^ +(year|design|population|setting|url|doi)\b")


def phrase_at(line: str, at: int, *, of_a_source: bool = False) -> tuple[Span, str] | None:
    """The words at a place of a line, and what they say together; None where each word stands for itself."""
    for pattern, told in _READ:
        for each in pattern.finditer(line):
            if each.start(1) <= at <= each.end(1):
                return Span(*each.span(1)), told
    if (found := _touched(_ESTIMATE, line, at)) is not None:
        return Span(*found.span(1)), f"`{found[1]}`: {_ESTIMATES[found[1]]}"
    if (found := _touched(_FREQUENCY, line, at)) is not None:
        word = " ".join(found[1].split())
        return Span(*found.span(1)), f"`{word}`: as product information uses the word, {_FREQUENCIES[word]} patients"
    if of_a_source and (found := _touched(_FIELD, line, at)) is not None:
        return Span(*found.span(1)), f"`{found[1]}`: of the source, printed with it"
    return None


def _touched(pattern: re.Pattern[str], line: str, at: int) -> re.Match[str] | None:
    found = pattern.search(line)
    return found if found is not None and found.start(1) <= at <= found.end(1) else None
